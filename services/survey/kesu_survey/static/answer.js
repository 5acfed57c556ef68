// Keeps every answer as soon as it is given. Without it, the page has a button that keeps all of them.
"use strict";
(() => {
  const frame = document.querySelector("[data-answer]"), form = frame?.querySelector("form"), status = frame?.querySelector(".s-saved");
  if (!form) return;
  const waiting = new Map();
  let busy = false, pause = 1000, sent = false;

  function say(words, tone = "calm") { status.textContent = words; status.dataset.tone = tone; }

  // One item as the service takes it: its score or options, and the words beside.
  function answer(row) {
    const value = (name) => form.querySelector(`[name="answers-${row}-${name}"]`)?.value;
    const score = form.querySelector(`[name="answers-${row}-score"]:checked`)?.value;
    const choices = [...form.querySelectorAll(`[name="answers-${row}-choices"]:checked`)].map((box) => box.value);
    const text = value("text")?.trim();
    return { item: value("item"), score: score === undefined ? null : score === "no_opinion" ? score : Number(score), choices, text: text || null };
  }

  async function save() {
    if (busy || sent || waiting.size === 0) return;
    busy = true;
    const rows = [...waiting.keys()];
    const answers = rows.map(answer);
    waiting.clear();
    say(frame.dataset.saving);
    try {
      const headers = { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value };
      const reply = await fetch(frame.dataset.answer, { method: "POST", headers, body: JSON.stringify({ answers }), credentials: "same-origin", keepalive: true });
      if (reply.ok) { say(frame.dataset.saved); pause = 1000; }
      else if (reply.status === 409) location.reload();
      else if (reply.status === 422) say(frame.dataset.refused, "bad");
      else throw new Error(String(reply.status));
    } catch {
      rows.forEach((row) => waiting.set(row, true));
      say(frame.dataset.unsaved, "bad");
      setTimeout(() => { busy = false; save(); }, pause);
      pause = Math.min(pause * 2, 30000);
      return;
    }
    busy = false;
    save();
  }

  form.addEventListener("change", (event) => {
    const place = /^answers-(\d+)-/.exec(event.target.name || "");
    if (!place) return;
    waiting.set(place[1], true);
    save();
  });
  form.addEventListener("submit", () => { sent = true; });
  // Someone who goes away or to another application in the middle of a sentence has typed it all the same.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    const place = /^answers-(\d+)-/.exec(document.activeElement?.name || "");
    if (place) { waiting.set(place[1], true); save(); }
  });
})();
