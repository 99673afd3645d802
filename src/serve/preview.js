// Loads the page anew when the site is of another version than the page. Where it listens, and the
// version of its page, stand in its own element. A browser holds few connections to one host, so a
// page that nobody sees does not listen; it hears of the newest version when it is seen again.
const { events, version } = document.currentScript.dataset;
let source;
function follow() {
  source?.close();
  if (document.hidden) return;
  source = new EventSource(events);
  source.onmessage = (message) => {
    if (message.data !== version) location.reload();
  };
}
document.addEventListener("visibilitychange", follow);
addEventListener("pagehide", () => source?.close());
follow();
