"""The command `eval`: asks the question set, writes the report, and holds the result to its gates."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.text import Text

from assistant.errors import DocumentError, SettingsError
from assistant.settings import Settings
from ui.cli.opening import command_settings, progress_bar

if TYPE_CHECKING:
    from evals.dataset import QuestionSet
    from evals.evaluation import Evaluation
    from evals.summary import Baseline

BELOW_A_GATE = 1
PACKAGED = "channel"
_SAMPLE = 40


@click.command(name="eval")
@click.option(
    "--set", "set_name", default=PACKAGED, metavar="NAME", help="`channel`, or a folder or file of questions."
)
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="dev", show_default=True)
@click.option("--report", type=click.Path(path_type=Path), default=Path("report"), show_default=True, metavar="DIR")
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Compare with this baseline.")
@click.option("--save-baseline", type=click.Path(path_type=Path), metavar="FILE", help="Keep the run as a baseline.")
@click.option("--gates", type=click.Path(path_type=Path), metavar="FILE", help="Other gates than the packaged ones.")
@click.option("--jobs", type=click.IntRange(2, 64), metavar="N", help="Processes that answer (default: the cores).")
@click.option("--mutants", type=click.Choice(["sample", "all"]), help="Change what is under test; see what notices.")
@click.option("--peers", is_flag=True, help="Measure other pipelines too (needs the extra `peers`).")
@click.option("--graded", is_flag=True, help="Ask the chat model for a second opinion; it decides nothing.")
@click.option("--json", "as_json", is_flag=True, help="Write summary.json to standard output.")
def evaluate(
    *,
    set_name: str,
    split: str,
    report: Path,
    baseline: Path | None,
    save_baseline: Path | None,
    gates: Path | None,
    jobs: int | None,
    mutants: str | None,
    peers: bool,
    graded: bool,
    as_json: bool,
) -> int:
    """Ask a set of questions, write a report and hold the result to gates; exit code 1 below a gate.

    An interrupted run goes on where it stopped when the same command is given again.

    \b
    Example:
      channel-assistant eval --split dev --report report
      channel-assistant eval --set our-questions/ --split all
    """
    settings = command_settings()
    from evals import evaluation, run  # noqa: PLC0415 - after telemetry is off, and only here
    from evals.dataset import Split  # noqa: PLC0415
    from evals.gates import read_gates  # noqa: PLC0415
    from evals.report.folder import LOG, write_report  # noqa: PLC0415

    asked = _question_set(set_name)
    if graded and settings.chat_model is None:
        raise SettingsError("--graded needs a chat model.", "Set CHANNEL_ASSISTANT_CHAT_MODEL, or leave --graded out.")
    held_to = read_gates(gates) if gates else read_gates()
    before = _baseline(baseline, asked)
    chosen = None if split == "all" else Split(split)
    if not asked.of(chosen):
        raise DocumentError(f"The set {asked.name} has no question of the split {split}.", "Try --split all.")
    with progress_bar() as progress:
        place = run.prepare(asked, settings, progress)
        records = run.run(asked.of(chosen), place, report / LOG, lanes=jobs or os.cpu_count() or 2, progress=progress)
        result = evaluation.evaluate(asked, chosen, records, gates=held_to, baseline=before)
        mutation = _mutation(result, place, mutants, progress) if mutants else None
        beside = _peers(result, place, progress) if peers else ()
        opinion = _graded(result, settings) if graded else None
    write_report(result, report, mutation=mutation, peers=beside, opinion=opinion)
    if save_baseline:
        _save(result, save_baseline)
    if as_json:
        click.echo(result.summary.model_dump_json())
    else:
        _print(result, report)
    return 0 if result.summary.passed else BELOW_A_GATE


def _question_set(name: str) -> "QuestionSet":
    from evals.dataset import QuestionSet  # noqa: PLC0415
    from evals.truth import disagreements  # noqa: PLC0415

    asked = QuestionSet.load() if name == PACKAGED else QuestionSet.load(_existing(name))
    from assistant.rules import Engine  # noqa: PLC0415

    wrong = disagreements(asked, Engine.load())
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise DocumentError(f"The questions disagree with the rules: {wrong[0]}{more}.", "Correct one of the two.")
    return asked


def _existing(name: str) -> Path:
    path = Path(name)
    if not path.exists():
        raise DocumentError(f"There is no set {name!r}.", f"Name {PACKAGED!r}, or a folder or file of questions.")
    return path


def _baseline(path: Path | None, asked: "QuestionSet") -> "Baseline | None":
    from evals.summary import BASELINE, read_baseline  # noqa: PLC0415

    if path is not None:
        return read_baseline(path)
    return read_baseline(BASELINE) if asked.packaged and BASELINE.exists() else None


def _mutation(result: "Evaluation", place: Any, which: str, progress: Any) -> Any:
    from evals.mutation.trial import try_changes  # noqa: PLC0415

    return try_changes(result, place, most=_SAMPLE if which == "sample" else None, progress=progress)


def _peers(result: "Evaluation", place: Any, progress: Any) -> Sequence[Any]:
    from evals.peers import bench  # noqa: PLC0415

    return bench.measure(result, place, progress=progress)


def _graded(result: "Evaluation", settings: Settings) -> Any:
    from assistant.drafting.model import open_model  # noqa: PLC0415
    from evals.graded import grade  # noqa: PLC0415

    assert settings.chat_model is not None  # noqa: S101 - the command has seen to it before it ran
    model = open_model(settings.chat_model, base_url=settings.chat_base_url, timeout=settings.chat_timeout)
    return grade(result, model, name=settings.chat_model)


def _save(result: "Evaluation", path: Path) -> None:
    from assistant.errors import StorageError  # noqa: PLC0415
    from evals.evaluation import baseline  # noqa: PLC0415
    from evals.summary import written  # noqa: PLC0415

    try:
        path.write_text(written(baseline(result)), "utf-8", newline="\n")
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.", "Name another file.") from error


def _print(result: "Evaluation", report: Path) -> None:
    console = Console()
    for gate in result.summary.gates:
        figure = result.summary.metrics[gate.name]
        value = "nothing to measure" if figure.value is None else f"{figure.value:.4f} of {figure.n}"
        sign, colour = ("passed", "green") if gate.passed else ("below", "red")
        line = Text.assemble((f"{sign:<7}", colour), f"{gate.name:<28}", f"{value:<22}", (gate.bound, "dim"))
        console.print(line, soft_wrap=True, highlight=False)
    right = result.summary.metrics["right"]
    console.print(
        f"{result.summary.questions} questions, right: {'–' if right.value is None else f'{right.value:.1%}'}. "
        f"The report is {report / 'report.html'}.",
        soft_wrap=True,
        highlight=False,
    )
