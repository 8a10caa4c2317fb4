/* Passkeys, on the two pages that ask for one: fills in what the device answers and sends the form. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential) return;
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const keys = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

  async function make(question) {
    const { challenge, user, excludeCredentials, ...rest } = question;
    const publicKey = {
      ...rest, challenge: bytes(challenge), user: { ...user, id: bytes(user.id) },
      excludeCredentials: keys(excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey });
    const { clientDataJSON, attestationObject } = made.response;
    return answer(made, {
      clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject),
      transports: made.response.getTransports?.() ?? [],
    });
  }

  async function show({ challenge, allowCredentials, ...rest }) {
    const publicKey = { ...rest, challenge: bytes(challenge), allowCredentials: keys(allowCredentials) };
    const shown = await navigator.credentials.get({ publicKey });
    const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
    return answer(shown, {
      clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData),
      signature: text(signature), userHandle: userHandle ? text(userHandle) : null,
    });
  }

  const answer = ({ id, rawId, type }, response) =>
    JSON.stringify({ id, rawId: text(rawId), type, response, clientExtensionResults: {} });

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const { passkey, question, failed } = form.dataset;
    const said = form.querySelector("[role=status]");
    form.parentElement.hidden = false;
    const button = form.querySelector("button");
    form.addEventListener("submit", (event) => { /* Enter presses the button */
      event.preventDefault();
      button.click();
    });
    button.addEventListener("click", async () => {
      said.textContent = "";
      button.disabled = true;
      try {
        form.elements.answer.value = await (passkey === "make" ? make : show)(JSON.parse(question));
        form.submit();
      } catch {
        said.textContent = failed;
        button.disabled = false;
      }
    });
  }
})();
