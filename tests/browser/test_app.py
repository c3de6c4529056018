"""The built app as a whole: how large it is, and where its parts come from."""

from pathlib import Path

LIMIT = 128 * 1024


def size(file: Path) -> int:
    """As it is sent: compressed, unless it is too small to be worth it."""
    compressed = file.with_name(f"{file.name}.br")
    return (compressed if compressed.exists() else file).stat().st_size


def test_all_scripts_and_styles_together_are_small(built):
    parts = [file for file in built.rglob("*") if file.suffix in (".js", ".css")]
    assert len(parts) > 3
    assert sum(map(size, parts)) <= LIMIT


def test_nothing_is_fetched_from_elsewhere(built):
    texts = [file.read_text() for file in built.rglob("*") if file.suffix in (".html", ".css")]
    assert texts
    assert [text for text in texts if "http:" in text or "https:" in text or "//" in text] == []
