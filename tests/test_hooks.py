"""What other repositories use of this one."""

from __future__ import annotations

import re

from ruamel.yaml import YAML

from antwoord_rules.commands.application import COMMANDS
from tests.conftest import ROOT


def test_the_pre_commit_hook_runs_a_command_that_exists_on_changes_of_rules():
    (hook,) = YAML(typ="safe", pure=True).load(ROOT / ".pre-commit-hooks.yaml")
    program, command = hook["entry"].split()
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("antwoord-check", "python", False)
    assert program == "antwoord"
    assert command in COMMANDS
    for path in ("rules/phase-1-dienst.yaml", "ours/vocabulary.yml", "rules/cases/x.yaml"):
        assert re.search(hook["files"], path)
    assert not re.search(hook["files"], "facts/waterrijk.json")
