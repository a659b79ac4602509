// Says on the page that a security key did not answer, instead of in the console alone.
document.addEventListener("allauth.error", (event) => {
  const said = document.getElementById("key-problem");
  if (!said) return;
  event.preventDefault();
  said.hidden = false;
});
