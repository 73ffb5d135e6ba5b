// Two bars: the predictions that are right, and the frauds that are caught, of which there are none.
function draw(svg, data, at, shown) {
  [["predictions that are right", data.right[at[0]], "blue"], ["frauds that are caught", 0, "orange"]].forEach(([text, share, look], n) => {
    const y = 20 + 65 * n;
    write(svg, 20, y, text);
    add(svg, "rect", { x: 20, y: y + 8, width: 400, height: 28, class: "hollow here" });
    if (!shown) return write(svg, 220, y + 27, "?", "middle");
    if (share) add(svg, "rect", { x: 20, y: y + 8, width: 400 * share, height: 28, class: look });
    write(svg, 432, y + 27, `${Number((100 * share).toPrecision(4))} %`);
  });
}
