"""The sample report, made once, and a real Chromium to open it in."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reports.rendering import Rendered, render
from reports.results import finite

sys.path.insert(0, str(Path(__file__).parent))  # the sample is no package's
import sample_results

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1440,1000",
)  # fmt: skip


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    return render(sample_results.results(), tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def html(rendered: Rendered) -> str:
    return rendered.html.read_text(encoding="utf-8")


@pytest.fixture
def results_file(tmp_path: Path) -> Callable[..., Path]:
    def write(data: Any = None, name: str = "results.json") -> Path:
        path = tmp_path / name
        whole = sample_results.results() if data is None else data
        path.write_text(json.dumps(finite(whole)), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One headless Chromium, its console and its requests recorded."""
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    programme, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if programme is None or driver is None:
        pytest.skip("Debian's packages chromium and chromium-driver are not installed")
    options = selenium.ChromeOptions()
    options.binary_location = programme
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = selenium.Chrome(options=options, service=selenium.ChromeService(driver))
    yield chrome
    chrome.quit()


@pytest.fixture
def chromium(browser: Any) -> Any:
    """The browser as new: an empty page, the network off, no emulation, empty records."""
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    for records in ("browser", "performance"):
        browser.get_log(records)
    return browser
