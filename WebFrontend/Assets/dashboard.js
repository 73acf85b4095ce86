// Runs before Orleans Dashboard's own script: the dashboard gets the colours that the reader chose for the site.
const chosen = document.cookie.match(/(?:^|; )theme=(light|dark)(?:;|$)/)?.[1];
const theme = chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
document.documentElement.dataset.theme = theme;
localStorage.setItem("theme", theme); // Where the dashboard keeps its choice.
