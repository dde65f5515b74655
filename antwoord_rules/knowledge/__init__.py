"""What experts write, as frozen data: vocabulary, conditions, rules, strata, and the loader that reads them."""
