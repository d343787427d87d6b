"use strict";
// Before the terminal's script: links in what is drawn open nothing by a click, since the screens show an address whole and
// ask before they open it; what they open then never gets hold of this page.
const opened = window.open.bind(window);
window.open = (address) => {
  if (typeof address === "string" && /^https?:\/\//i.test(address)) opened(address, "_blank", "noopener,noreferrer");
  return null;
};
const show = (name) => { document.getElementById(name).hidden = false; };
window.addEventListener("error", () => { if (!document.querySelector(".xterm canvas")) show("broken"); });
document.addEventListener("DOMContentLoaded", () => {
  const terminal = document.querySelector(".textual-terminal");
  if (window.innerWidth < 700) terminal.dataset.fontSize = "10";
  const again = document.getElementById("again");
  again.addEventListener("click", () => window.location.reload());
  let drawn = false;
  new MutationObserver(() => {
    const names = document.body.classList;
    if (names.contains("-closed")) {
      show("ended");
      again.focus();
    } else if (names.contains("-first-byte") && !drawn) {
      drawn = true;
      document.querySelector(".xterm-helper-textarea").focus();
    }
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
