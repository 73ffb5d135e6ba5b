// Four bars, of which the third from the left is the learner's until it is answered.
function draw(svg, data, at, shown) {
  const Y = (value) => 250 - 210 * value;
  for (const tick of [0, 0.5, 1]) {
    line(svg, 50, Y(tick), 540, Y(tick), tick ? "grid" : "axis");
    write(svg, 44, Y(tick) + 4, tick.toFixed(1), "end");
  }
  data.bars[at[0]].forEach(([value, low, high], n) => {
    const x = [95, 185, 345, 435][n];
    write(svg, x + 30, 266, data.names[n % 2], "middle");
    if (n === 2) {
      const guess = at[1] / 100;
      add(svg, "rect", { x, y: Y(guess), width: 60, height: 210 * guess, class: "hollow here dashed" });
      if (!shown) return write(svg, x + 30, Y(guess) - 6, "you", "middle");
    }
    const wide = n === 2 ? 30 : 60, left = x + (60 - wide) / 2;
    add(svg, "rect", { x: left, y: Y(value), width: wide, height: 210 * value, class: n % 2 ? "orange" : "blue" });
    line(svg, x + 30, Y(low), x + 30, Y(high), "whisker");
    write(svg, x + 30, Y(high) - 5, value.toFixed(2), "middle");
  });
  data.groups.forEach((name, n) => write(svg, [170, 420][n], 288, name, "middle"));
}
