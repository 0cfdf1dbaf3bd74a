"""Every question of the sets: quotes are exact words of the cited files, and what states a fact is cited."""

import re
from datetime import date

import pytest

from assistant.gate.draft import Author, Status
from assistant.service import Assistant
from corpus.build import packaged_guidance
from evals.retrieval.dataset import outside_set, question_set

DAY = date(2026, 11, 24)
HOSTS = ("Windows Server 2016", "Windows Server 2019", "Windows Server 2022", "23H2", "Windows Server 2025",
         "Windows 11 24H2", "Windows 11 25H2", "Windows 10 1809", "Windows 10 22H2")  # fmt: skip
IMAGES = ("ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025", "servercore:20H2")
QUESTIONS = (
    *(question.text for question in question_set("guidance").questions),
    *(question.text for question in question_set("msdocs").questions),
    *(question.text for question in outside_set().questions),
    *(f"Can a {host} host run {image}?" for host in HOSTS for image in IMAGES),
    *(f"Which images run on a {host} host?" for host in HOSTS),
    *(f"Where does {image} run?" for image in IMAGES),
    *(f"Until when is {host} supported?" for host in HOSTS),
)


@pytest.mark.slow
def test_every_quote_is_in_its_file_and_every_sentence_of_substance_is_cited(assistant: Assistant) -> None:
    pages = {f"guidance/{page.name}": page.read_text("utf-8") for page in packaged_guidance().glob("*.md")}
    answered = 0
    for question in QUESTIONS:
        answer = assistant.ask(question, as_of=DAY).answer
        answered += answer.status is Status.ANSWERED
        numbers = [citation.number for citation in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1)), question
        for citation in answer.citations:
            assert citation.quote in pages[citation.document], (question, citation.number)
        for sentence in answer.sentences:
            if sentence.author is not Author.FRAME:
                assert sentence.citations, (question, sentence.text)
                assert set(sentence.citations) <= set(numbers), (question, sentence.text)
        marked = {int(number) for number in re.findall(r"\[(\d+)\]", answer.markdown())}
        assert marked == set(numbers), question
    assert answered > len(QUESTIONS) // 2
