/* Gives the boxes in which editors search a record to link to the name of their
   field. Select2 makes them without, so that a screen reader could not tell them
   apart. Gives the signs beside Django's own boxes a role, without which their words
   are not said. Without this script all of them work as before. */

"use strict";

(() => {
  const nameBox = (select) => {
    const box = select.nextElementSibling;
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (!label || !box || !box.matches(".select2-container")) {
      return;
    }
    label.id ||= `${select.id}-label`;
    const chosen = box.querySelector(".select2-selection--single [role=textbox]");
    if (chosen) {
      chosen.setAttribute("aria-labelledby", label.id);
      box
        .querySelector("[role=combobox]")
        .setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    }
    const search = box.querySelector(".select2-search__field");
    if (search) {
      search.setAttribute("aria-labelledby", label.id);
    }
    select.dataset.boxNamed = "";
  };

  const nameAll = () => {
    const boxes = "select.admin-autocomplete.select2-hidden-accessible";
    document.querySelectorAll(`${boxes}:not([data-box-named])`).forEach(nameBox);
    document.querySelectorAll("[role=combobox][aria-owns]").forEach((box) => {
      box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
    });
    document
      .querySelectorAll(".help-tooltip[aria-label]:not([role])")
      .forEach((sign) => sign.setAttribute("role", "img"));
    // The box with the matches opens elsewhere in the page, and is new each time.
    document
      .querySelectorAll(".select2-dropdown .select2-search__field:not([aria-label])")
      .forEach((search) => {
        const focused = document.querySelector(".select2-container--open");
        const select = focused && focused.previousElementSibling;
        const label = select && select.labels && select.labels[0];
        if (label) {
          search.setAttribute("aria-label", label.textContent.trim());
        }
      });
  };

  document.addEventListener("DOMContentLoaded", () => {
    nameAll();
    new MutationObserver(nameAll).observe(document.body, {
      childList: true,
      subtree: true,
    });
  });
})();
