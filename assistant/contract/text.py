"""Text on its way in: questions and queries, as people and programs send them."""

from assistant.errors import InputError


def given_text(text: str, what: str = "The question") -> str:
    """The text, if there is something in it and it can be written out again as UTF-8.

    An argument may hold bytes that are no characters, and JSON may hold half of a surrogate pair.

    Raises:
        InputError: it is empty or not Unicode.
    """
    if not text.strip():
        raise InputError(f"{what} is empty.", "Write what you want to know.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{what} holds something that is not a character.", "Write it in UTF-8.") from error
    return text
