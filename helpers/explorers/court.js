// One interval for each bench that is open; the band marks differences too small to matter.
function draw(svg, data, at) {
  const ends = Math.max(...data.rows.flat().map(Math.abs), 2 * data.small);
  const X = (value) => 370 + (190 * value) / ends, bottom = 20 + 50 * data.names.length;
  add(svg, "rect", { x: X(-data.small), y: 10, width: X(data.small) - X(-data.small), height: bottom - 10, class: "band" });
  line(svg, X(0), 10, X(0), bottom, "zero");
  for (const value of [-ends, 0, ends]) write(svg, X(value), bottom + 18, value.toFixed(3), "middle");
  const looks = { better: ["up", "blue"], worse: ["down", "orange"], equivalent: ["square", "green"], inconclusive: ["circle", "grey"] };
  data.names.forEach((name, bench) => {
    const y = 40 + 50 * bench, [low, middle, high] = data.rows[bench];
    write(svg, 8, y + 4, `${bench === at[0] ? "▸ " : ""}${name}`);
    if (!open.has(bench)) return write(svg, X(0), y + 5, "?", "middle");
    line(svg, X(low), y, X(high), y, "whisker");
    mark(svg, looks[data.verdicts[bench]][0], X(middle), y, 7, looks[data.verdicts[bench]][1]);
    write(svg, X(middle), y - 12, data.verdicts[bench], "middle");
  });
}
