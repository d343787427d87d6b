"use strict";
// Loaded before the terminal script. A click on a link in the terminal opens nothing, because the screens show the whole
// address and ask first. What they open then cannot access this page.
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
