/* Sends what is typed in form[data-page-draft="<address>"] to the server when typing stops, one sending at a time. What was changed
   elsewhere is not written over. What cannot be sent stays on this device (keep_draft.js) until the connection is back. */
const PAUSE = 1500;

function start(form) {
  const data = form.dataset;
  const revision = form.elements.revision;
  const status = document.getElementById("page-draft");
  let timer = 0, number = 0, waits = "restored" in data, busy = false, over = false;
  revision.value = data.base;
  form.elements.window.value = Math.random().toString(36).slice(2);

  const say = (text) => status.textContent === text || (status.textContent = text);
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  };

  async function send(leaving) {
    const last = leaving === true;
    if (!waits || over || (busy && !last)) return;
    waits = false;
    busy = true;
    const body = new URLSearchParams(new FormData(form));
    body.set("number", ++number);
    try {
      const response = await fetch(data.pageDraft, { method: "POST", body, keepalive: last });
      const answer = await response.json().catch(() => ({ said: data.trouble }));
      say(answer.said);
      over = response.status === 409;
      waits ||= response.status >= 429;
      if (answer.revision) revision.value = data.base = answer.revision;
      if (answer.revision && !waits) form.dispatchEvent(new Event("draft:kept"));
    } catch {
      waits = true;
      say(data.offline);
    }
    busy = false;
    if (waits) later(PAUSE * 3);
  }

  form.addEventListener("input", () => { waits = true; later(PAUSE); });
  form.addEventListener("submit", () => { waits = false; });
  addEventListener("online", send);
  addEventListener("pagehide", () => send(true));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  if (waits) later(0);
}

document.querySelectorAll("form[data-page-draft]").forEach(start);
