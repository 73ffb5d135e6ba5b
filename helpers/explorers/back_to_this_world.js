// A thousand payments with one probability of SMOTE's; those that are frauds come first.
function draw(svg, data, at, shown) {
  const frauds = shown ? data.frauds[at[0]][at[1]] : 0, shapes = ["", ""];
  for (let n = 0; n < data.dots; n++) {
    const fraud = Number(n < frauds);
    shapes[fraud] += SHAPES[fraud ? "up" : "circle"](12 + 14.7 * (n % 40), 12 + 10.5 * Math.floor(n / 40), fraud ? 5 : 3);
  }
  add(svg, "path", { d: shapes[0], class: shown ? "blue" : "grey" });
  add(svg, "path", { d: shapes[1], class: "orange" });
  if (!shown) return;
  [["up", "orange", "fraud"], ["circle", "blue", "legitimate"]].forEach(([shape, look, text], n) => {
    mark(svg, shape, 20 + 100 * n, 286, 5, look);
    write(svg, 32 + 100 * n, 290, text);
  });
}
