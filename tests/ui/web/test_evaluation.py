"""The evaluation view: the report of the data folder in a frame that cannot run anything, or how to get one."""

from html import unescape
from pathlib import Path

import pytest

from assistant.errors import StorageError
from ui.web.evaluation import LARGEST_REPORT, REPORT, evaluation_html


def write(folder: Path, content: bytes) -> Path:
    path = folder / REPORT
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return path


def test_without_a_report_the_view_says_how_to_get_one(tmp_path: Path) -> None:
    shown = evaluation_html(tmp_path)
    assert "channel-assistant eval --report" in shown
    assert str(tmp_path) not in shown
    assert "<iframe" not in shown


def test_a_report_stands_whole_in_a_frame_without_rights(tmp_path: Path) -> None:
    page = '<!doctype html><title>"Report" & more</title><script>alert(1)</script>'
    write(tmp_path, page.encode())
    shown = evaluation_html(tmp_path)
    assert 'sandbox=""' in shown
    assert "<script" not in shown
    assert unescape(shown.split('srcdoc="')[1].split('"></iframe>')[0]) == page


@pytest.mark.parametrize("content", [b"\xff\xfe", b" " * (LARGEST_REPORT + 1)])
def test_a_report_that_cannot_be_shown_is_an_error_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, content)
    with pytest.raises(StorageError) as caught:
        evaluation_html(tmp_path)
    assert caught.value.remedy


def test_a_folder_in_the_place_of_the_report_is_an_error(tmp_path: Path) -> None:
    (tmp_path / REPORT).mkdir(parents=True)
    with pytest.raises(StorageError):
        evaluation_html(tmp_path)
