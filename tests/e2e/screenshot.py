"""Pictures of what a person sees, taken by a real browser: `python -m tests.e2e.screenshot FOLDER`.

Needs Debian's chromium and chromium-driver, and selenium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from mistral_airflow.local.server import PASSWORD, USER, AirflowServer
from tests.integration.conftest import compile_folder

WIDTH, HEIGHT = 1500, 950
FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-dev-shm-usage", f"--window-size={WIDTH},{HEIGHT}",
]  # fmt: skip


def available() -> bool:
    """Whether there is a browser to drive."""
    return bool(shutil.which("chromium") and shutil.which("chromedriver"))


class Browser:
    """A person in front of the web interface."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver = driver
        self.address = address

    def open(self, path: str) -> None:
        """Go to a page of the interface."""
        self.driver.get(self.address + path)

    def login(self) -> None:
        """Log in as the one user there is."""
        self.open("/")
        self.wait(lambda: self.driver.find_elements(By.NAME, "username"))
        self.driver.find_element(By.NAME, "username").send_keys(USER)
        self.driver.find_element(By.NAME, "password").send_keys(PASSWORD)
        self.driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
        self.wait(lambda: "Dags" in self.text())

    def text(self) -> str:
        """Everything that can be read on the page."""
        return str(self.driver.execute_script("return document.body.innerText"))

    def wait(self, condition: Callable[[], Any], timeout: float = 90) -> Any:
        """Wait until `condition` holds; its value."""
        return WebDriverWait(self.driver, timeout, 0.3).until(lambda _: condition())

    def click(self, text: str) -> None:
        """Click what carries this text or name."""
        script = f"//*[normalize-space(text())='{text}' or @aria-label='{text}' or @title='{text}']"
        self.wait(lambda: self.driver.find_elements(By.XPATH, script))[0].click()

    def type(self, field: str, text: str) -> None:
        """Type into the field with that id."""
        self.wait(lambda: self.driver.find_elements(By.ID, field))[0].send_keys(text)

    def submit(self, text: str) -> None:
        """Click the last button with this text: the one of the form that is open."""
        script = f"//button[normalize-space()='{text}']"
        buttons = self.wait(lambda: self.driver.find_elements(By.XPATH, script))
        self.driver.execute_script("arguments[0].scrollIntoView()", buttons[-1])
        self.wait(lambda: buttons[-1].is_enabled())
        buttons[-1].click()

    def picture(self, path: Path, pause: float = 1.5) -> None:
        """Save what is seen now; the pause lets the graph be laid out."""
        time.sleep(pause)
        self.driver.save_screenshot(str(path))


@contextmanager
def browser(address: str) -> Iterator[Browser]:
    """A fresh browser, ended with the block."""
    options = webdriver.ChromeOptions()
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        for flag in [*FLAGS, f"--user-data-dir={profile}"]:
            options.add_argument(flag)
        options.binary_location = shutil.which("chromium") or ""
        driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver") or ""))
        try:
            yield Browser(driver, address)
        finally:
            driver.quit()


def show_graph(seen: Browser, dag_id: str, run: str) -> None:
    """Open the graph view of a run, as large as it can be."""
    seen.driver.execute_script("localStorage.setItem('default_dag_view', '\"graph\"')")
    seen.open(f"/dags/{dag_id}/runs/{run}")
    seen.wait(lambda: seen.driver.find_elements(By.CSS_SELECTOR, ".react-flow__node"))
    seen.click("Collapse Details Panel")
    time.sleep(1)
    seen.click("Fit View")


def show_form(seen: Browser, dag_id: str) -> None:
    """Open the trigger form of a DAG."""
    seen.open(f"/dags/{dag_id}")
    seen.click("Trigger Dag")
    seen.wait(lambda: "Run Parameters" in seen.text())


def show_required_action(seen: Browser, dag_id: str, run: str, task: str) -> None:
    """Open the form in which a person answers for a waiting task."""
    seen.open(f"/dags/{dag_id}/runs/{run}/tasks/{task}/required_actions")
    seen.wait(lambda: "result of" in seen.text())


def main(folder: Path) -> None:
    """Take every picture into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mistralc-e2e-") as home:
        ids = compile_folder(Path(home) / "dags")
        with AirflowServer(Path(home) / "dags", Path(home)) as server, browser(server.address) as seen:
            server.wait_for_dags(ids)
            seen.login()
            for name, conf in (("graph", {"version": "1.0"}), ("rolled-back", {"version": "1.1", "broken": True})):
                run = server.trigger("release", conf)
                server.wait("release", run)
                show_graph(seen, "release", run)
                seen.picture(folder / f"{name}.png")
            show_form(seen, "release")
            seen.picture(folder / "trigger.png")
            seen.driver.set_window_size(WIDTH, 2 * HEIGHT)
            show_form(seen, "typed_inputs")
            seen.picture(folder / "typed-inputs.png")
            seen.driver.set_window_size(WIDTH, HEIGHT)
            seen.open("/dags/release")
            seen.click("Dag Docs")
            seen.picture(folder / "docs.png")
            run = server.trigger("approval")
            while server.states("approval", run)["ask"] != "awaiting_input":
                time.sleep(0.2)
            show_required_action(seen, "approval", run, "ask")
            seen.picture(folder / "required-action.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
