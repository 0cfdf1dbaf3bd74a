"""The report as JUnit XML: a test case a question and a gate, which every CI system shows."""

import re
import xml.etree.ElementTree as ET

from evals.evaluation import Evaluation
from evals.judging import Case, Grade

# What XML 1.0 cannot hold, not even escaped.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(run: Evaluation) -> str:
    """The XML of a run: a suite for the gates and one for each category."""
    root = ET.Element("testsuites", name=f"evaluation {run.summary.set} {run.split}")
    gates = ET.SubElement(root, "testsuite", name="gates")
    for gate in run.summary.gates:
        case = ET.SubElement(gates, "testcase", classname="gates", name=gate.name)
        if not gate.passed:
            ET.SubElement(case, "failure", message=f"{gate.value} is not {gate.bound}")
    for name in run.summary.unmeasured:
        ET.SubElement(ET.SubElement(gates, "testcase", classname="gates", name=name), "skipped")
    _count(gates)
    for category in sorted({case.question.category for case in run.cases}):
        suite = ET.SubElement(root, "testsuite", name=category)
        for judged in run.cases:
            if judged.question.category == category:
                _case(suite, judged, shown=judged in run.readable)
        _count(suite)
    _count(root)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, case: Case, *, shown: bool) -> None:
    element = ET.SubElement(suite, "testcase", classname=case.question.category, name=case.question.id)
    seconds = case.record.last.reply.timings_ms.get("total", 0.0) / 1000
    element.set("time", f"{seconds:.3f}")
    reasons = _sayable("\n".join(case.last.reasons)) if shown else "not shown: the split test is not read"
    asked = _sayable(f"{case.question.last.text}\n\n{case.last.reply.text}\n\n{reasons}") if shown else ""
    if case.grade is Grade.UNSCORED:
        ET.SubElement(element, "skipped")
    elif case.grade is Grade.FAILED:
        ET.SubElement(element, "error", message=reasons).text = asked
    elif case.grade is not Grade.RIGHT:
        ET.SubElement(element, "failure", type=case.grade.value, message=reasons).text = asked


def _count(element: ET.Element) -> None:
    element.set("tests", str(len(list(element.iter("testcase")))))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(attribute, str(len(list(element.iter(tag)))))


def _sayable(text: str) -> str:
    return _UNSAYABLE.sub("\N{REPLACEMENT CHARACTER}", text)
