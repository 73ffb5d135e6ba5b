// Each line on which SMOTE may put a row; those that touch the lone point are dark.
function draw(svg, data, at, shown) {
  const all = [...data.majority, ...data.minority];
  const ends = (column) => [Math.min(...all.map((p) => p[column])), Math.max(...all.map((p) => p[column]))];
  const [[left, right], [low, high]] = [ends(0), ends(1)];
  const X = (p) => 25 + (510 * (p[0] - left)) / (right - left), Y = (p) => 285 - (260 * (p[1] - low)) / (high - low);
  for (const p of data.majority) mark(svg, "circle", X(p), Y(p), 4, "blue");
  for (const [from, to] of shown ? data.lines[at[0]] : []) {
    const [a, b] = [data.minority[from], data.minority[to]];
    line(svg, X(a), Y(a), X(b), Y(b), from === data.lone || to === data.lone ? "here" : "line green");
  }
  data.minority.forEach((p, number) => {
    mark(svg, "up", X(p), Y(p), 6, "orange");
    write(svg, X(p) + 8, Y(p) - 6, number);
  });
  [["circle", "blue", "majority"], ["up", "orange", "minority"]].forEach(([shape, look, text], n) => {
    mark(svg, shape, 40 + 120 * n, 322, 5, look);
    write(svg, 52 + 120 * n, 326, text);
  });
  line(svg, 280, 322, 310, 322, "here");
  write(svg, 318, 326, `line that touches point ${data.lone}`);
}
