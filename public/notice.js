// Hides the site notice that was dismissed before, ahead of the first paint. The notice's id is on the root element.
try {
  const root = document.documentElement;
  if (localStorage.getItem("dismissedNotification") === root.dataset.notice) root.dataset.noticeDismissed = "";
} catch {
  // Storage may be switched off; then the notice is shown.
}
