"""The steps from an empty database to the tables of now. Once released, a step is never changed."""
