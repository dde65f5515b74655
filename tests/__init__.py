"""The tests, in the layout of the package."""

import pytest

pytest.register_assert_rewrite("tests.browser")
