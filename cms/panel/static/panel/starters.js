// Starts what Wagtail would start by scripts in the page: fields for dates, fields that choose, and panels with rows. They
// are marked by `data-starts`; a row or a dialog that comes later is found when it comes.
{
  const STARTS = {
    initDateChooser: (mark) => window.initDateChooser(mark.dataset.for, options(mark)),
    initDateTimeChooser: (mark) => window.initDateTimeChooser(mark.dataset.for, options(mark)),
    initTimeChooser: (mark) => window.initTimeChooser(mark.dataset.for, options(mark)),
    InlinePanel: (mark) => new window.InlinePanel(options(mark)),
    MultipleChooserPanel: (mark) => new window.MultipleChooserPanel(options(mark)),
    createTaskChooser: (mark) => window.createTaskChooser(mark.dataset.for),
  };
  for (const name of ["Chooser", "PageChooser", "ImageChooser", "DocumentChooser", "SnippetChooser"]) {
    STARTS[name] = (mark) => new window[name](mark.dataset.for, options(mark));
  }

  function options(mark) {
    return JSON.parse(mark.dataset.options);
  }

  function start(mark) {
    const name = mark.dataset.starts;
    delete mark.dataset.starts; // Once.
    STARTS[name](mark);
  }

  function startAll(root) {
    if (root.matches?.("[data-starts]")) start(root);
    root.querySelectorAll?.("[data-starts]").forEach(start);
  }

  // Before Wagtail's Stimulus, which waits for the same event at the document and then takes menus ("Actions") out of the
  // page: what starts must still find the buttons in them.
  const beforeAll = { capture: true };
  window.addEventListener("DOMContentLoaded", () => {
    startAll(document);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) addedNodes.forEach((node) => node.isConnected && startAll(node));
    }).observe(document.body, { childList: true, subtree: true });
  }, beforeAll);
}
