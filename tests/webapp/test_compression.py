"""Pages and files of ours go over the wire compressed, and whole where nobody asks for it."""

from __future__ import annotations

import gzip

from flask.testing import FlaskClient

GZIP = {"Accept-Encoding": "gzip, deflate"}


def test_a_page_is_compressed_for_whoever_takes_it(client: FlaskClient) -> None:
    plain = client.get("/help")
    packed = client.get("/help", headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "帮助" in gzip.decompress(packed.data).decode()
    assert len(packed.data) == int(packed.headers["Content-Length"])


def test_our_style_sheet_is_compressed_and_asked_for_again_only_when_it_changed(
    client: FlaskClient,
) -> None:
    with client.get("/static/app.css") as plain:
        whole = plain.data
    packed = client.get("/static/app.css", headers=GZIP)
    assert gzip.decompress(packed.data) == whole
    assert len(packed.data) < len(whole) / 3
    known = {**GZIP, "If-None-Match": packed.headers["ETag"]}
    with client.get("/static/app.css", headers=known) as again:
        assert again.status_code == 304
        assert again.data == b""


def test_pictures_and_short_answers_stay_as_they_are(client: FlaskClient) -> None:
    with client.get("/static/help/backup.webp", headers=GZIP) as picture:
        assert picture.status_code == 200
        assert "Content-Encoding" not in picture.headers
    short = client.get("/nowhere", headers={**GZIP, "Accept": "application/json"})
    assert short.status_code == 404
    assert "Content-Encoding" not in short.headers
