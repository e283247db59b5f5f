// Inside Telegram the launch data stand in the address after "#"; they are sent on once, and the address is cleaned.
const launch = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
if (launch) {
  history.replaceState(null, "", location.pathname);
  const form = document.getElementById("launch");
  form.elements.data.value = launch;
  form.submit();
}
