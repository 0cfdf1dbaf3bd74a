"""The second opinion: counted apart, and a model that fails or chatters is not scored."""

from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from assistant.rules import Engine
from evals.evaluation import evaluate
from evals.gates import Gate
from evals.graded import grade
from evals.report.page import html
from tests.evals.replies import question, record, reply, set_of


class Scripted(BaseChatModel):
    """Says about each question what was written down for it; raises where that is empty."""

    says: dict[str, str]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **more: Any
    ) -> ChatResult:
        word = next(word for text, word in self.says.items() if text in str(messages[-1].content))
        if not word:
            raise ConnectionError("the model is away")
        return ChatResult(generations=[ChatGeneration(message=AIMessage(word))])


SAYS = {"one?": "CORRECT", "two?": "**Incorrect**.", "three?": "Well, that depends", "four?": "", "five?": "CORRECT"}


def test_a_model_is_counted_apart(engine: Engine) -> None:
    asked = [question(id=f"q{n}", text=text, must=[["2031"]], split="dev") for n, text in enumerate(SAYS)]
    asked.append(question(id="no-facts", text="six?", split="dev"))
    records = [record(q, reply("In 2031." if q.id != "q4" else "Never.")) for q in asked]
    run = evaluate(set_of(*asked), None, records, gates=[Gate(metric="right", least=0.0)], engine=engine)
    opinion = grade(run, Scripted(says=SAYS), name="scripted")
    assert (opinion.figure.value, opinion.figure.n, opinion.figure.unscored) == (0.666667, 3, 2)
    assert opinion.differing == ("q1", "q4")
    assert opinion.agreement.value == 0.333333
    assert [g.name for g in run.summary.gates] == ["right"]
    assert "no gate" in html(run, opinion=opinion)
