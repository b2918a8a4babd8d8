// What a treatment brings, as study/lift.py works it out: rates in per cent, money per conversion
// and per treated person. null where there is no such number.

/** The facts of one scenario, or null where a number is missing or out of range. */
export function liftOf({ baseline, treated, people, margin, cost }) {
  const numbers = [baseline, treated, people, margin, cost];
  if (numbers.some((number) => !Number.isFinite(number) || number < 0)) return null;
  if (baseline > 100 || treated > 100) return null;
  const difference = Number(((treated - baseline) / 100).toFixed(12));
  const each = margin * difference - cost;
  return {
    points: difference,
    relative: baseline ? difference / (baseline / 100) : null,
    conversions: people * difference,
    each,
    total: people * each,
    breakEven: margin > 0 ? cost / margin : null,
    costOfOne: difference > 0 ? cost / difference : null,
    verdict: verdictOf(difference, each),
  };
}

function verdictOf(difference, each) {
  if (difference < 0) return "harms";
  if (difference === 0) return "nothing";
  if (Math.abs(each) < 1e-9) return "even";
  return each > 0 ? "pays" : "loses";
}

/** A fact as the page writes it. */
export function told(name, value) {
  if (value === null) return "–";
  if (name === "points" || name === "breakEven") return `${amount(value * 100)} points`;
  if (name === "relative") return `${amount(value * 100)}%`;
  return amount(value);
}

function amount(value) {
  const shown = value.toLocaleString("en-GB", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return /[1-9]/.test(shown) ? shown : shown.replace("-", "");
}
