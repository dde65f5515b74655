"""Install the package of this checkout into the environment of the Python that runs this; `--report` with what its reports
need, `--web` with what its page needs (and so on for each extra), `--dev` with all of that and what its checks need.

The standard library only. Where durable_rules can't be built (no C compiler), everything else is installed and the reference
engine runs: the same outcome, and a notice that says what to install.
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENGINE = "durable_rules"


def pip(*arguments: str) -> bool:
    """Run pip; whether it succeeded."""
    environment = dict(os.environ)
    if sys.version_info >= (3, 13):  # durable_rules calls a function that Python 3.13 no longer has under that name
        environment["CPPFLAGS"] = f"{environment.get('CPPFLAGS', '')} -DPyEval_CallObject=PyObject_CallObject".strip()
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0  # noqa: S603


def main() -> int:
    """Install; the exit code."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    dev = "--dev" in sys.argv
    extras = project["project"]["optional-dependencies"]
    wanted = [name for name in extras if dev or f"--{name}" in sys.argv]
    extra = [name for part in wanted for name in extras[part]] + (project["dependency-groups"]["dev"] if dev else [])
    if not pip("--editable", ".", *extra):
        sys.stderr.write(
            f"\n{ENGINE} could not be installed; going on without it, on the reference engine.\n"
            "For durable_rules, install a C compiler and Python's headers (Debian: apt install gcc python3-dev), "
            "remove .venv and try again.\n\n"
        )
        others = [name for name in project["project"]["dependencies"] if not name.startswith(ENGINE)]
        if not (pip(*others, *extra) and pip("--no-deps", "--editable", ".")):
            return 1
    compileall.compile_dir(ROOT / "antwoord_rules", quiet=2)  # so that the first command starts as fast as the next
    return 0


if __name__ == "__main__":
    sys.exit(main())
