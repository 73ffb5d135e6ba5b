"""Open an explorer in a browser and play it."""

import re

WALK = """(spots) => {
  const boxes = document.querySelectorAll("main > div, main > fieldset");
  const text = (name) => document.querySelector(name).textContent;
  const said = spots.map((stops) => {
    stops.forEach((stop, n) => {
      const slider = boxes[n].querySelector("[type=range]");
      const input = slider ?? boxes[n].querySelectorAll("input")[stop];
      if (slider) slider.value = stop;
      else input.checked = true;
      input.dispatchEvent(new Event("input"));
    });
    return text(".sentence");
  });
  return [said, text(".spoken")];
}"""


class Player:
    """A page with one explorer."""

    def __init__(self, page):
        self.page = page
        self.complaints, self.requests = [], []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._note)

    def _note(self, request):
        if not request.url.startswith(("data:", "about:")):
            self.requests.append(request.url)

    def open(self, explorer):
        """Show the explorer as a page does that holds nothing else; return its frame."""
        self.page.set_content(
            f'<!doctype html><html lang="en"><title>Lesson</title><main><h1>Lesson</h1>'
            f"{explorer.html}</main></html>"
        )
        self.frame = self.page.query_selector("iframe").content_frame()
        self.frame.wait_for_selector("svg *", state="attached")
        return self.frame

    def walk(self, spots):
        """Set the controls to one spot after the other, as a pointer would.

        Returns
        -------
        list of str, str
            The sentence at each spot, and what was spoken by then.
        """
        return self.frame.evaluate(WALK, [list(spot) for spot in spots])

    def set(self, spot):
        """Set the controls to one spot; return the sentence below the picture."""
        return self.walk([spot])[0][0]

    def press(self, name):
        """Press a button; return the reply."""
        self.frame.get_by_role("button", name=name).click()
        return self.text(".reply")

    def text(self, selector):
        """Return the text of one element of the frame."""
        return self.frame.locator(selector).text_content()


def numbers(text):
    """Return the numbers of a text, without separators, in order."""
    return [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]
