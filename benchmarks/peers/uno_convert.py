"""A running LibreOffice asked for one PDF after the other, as unoserver asks it.

Runs under the system's Python, which has LibreOffice's own `uno`: `python3 uno_convert.py PORT
FILE.docx…` writes FILE.pdf beside each and prints the milliseconds by the clock of each as JSON.
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def desktop(port: str) -> object:
    """The desktop of the LibreOffice that listens on `port`, waited for up to a minute."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(300):
        try:
            context = resolver.resolve(
                f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext"
            )
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except NoConnectException:
            time.sleep(0.2)
    raise TimeoutError(port)


def main(port: str, files: list[str]) -> None:
    """Convert `files` and end the LibreOffice that did it."""
    office = desktop(port)
    took = []
    for file in files:
        start = time.perf_counter()
        document = office.loadComponentFromURL(
            Path(file).as_uri(), "_blank", 0, (PropertyValue("Hidden", 0, True, 0),)
        )
        document.storeToURL(
            Path(file).with_suffix(".pdf").as_uri(),
            (PropertyValue("FilterName", 0, "writer_pdf_Export", 0),),
        )
        document.close(True)
        took.append((time.perf_counter() - start) * 1000)
    print(json.dumps(took))
    office.terminate()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
