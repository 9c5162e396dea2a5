// Shared tools of the demo pictures: colors, chance with a seed, paper with a soft shadow.
globalThis.scenes = {};

const colors = {
	ink: "#16191f", night: "#1c2533", paper: "#ffffff", mist: "#f5f4f1", fog: "#e9e4da", sand: "#d9cbb2", accent: "#a31f34", wine: "#84182a",
	plum: "#4a2a3f", slate: "#2f4858", steel: "#5d7d93", sky: "#a9c0cc", sage: "#8ba596", moss: "#54705f", teal: "#1f5a5c", ochre: "#c9973f",
	clay: "#b9694b", blush: "#e3b9a6", stone: "#9a958c",
};
globalThis.colors = colors;

/** Chance that gives the same row of numbers for the same name. */
function chance(name) {
	let state = 2166136261;
	for (const char of name) {
		state = Math.imul(state ^ char.charCodeAt(0), 16777619);
	}
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	return { next, between: (low, high) => low + (high - low) * next(), pick: (list) => list[Math.floor(next() * list.length)] };
}
globalThis.chance = chance;

/** A blend of two colors, `t` from 0 to 1. */
function mix(from, to, t) {
	const part = (color, at) => Number.parseInt(color.slice(at, at + 2), 16);
	const channel = (at) => Math.round(part(from, at) + (part(to, at) - part(from, at)) * t);
	return `#${[1, 3, 5].map((at) => channel(at).toString(16).padStart(2, "0")).join("")}`;
}
globalThis.mix = mix;

/** Fills the whole picture from top to bottom, or along an angle. */
function wash(ctx, w, h, from, to, angle = Math.PI / 2) {
	const dx = (Math.cos(angle) * w) / 2;
	const dy = (Math.sin(angle) * h) / 2;
	const gradient = ctx.createLinearGradient(w / 2 - dx, h / 2 - dy, w / 2 + dx, h / 2 + dy);
	gradient.addColorStop(0, from);
	gradient.addColorStop(1, to);
	ctx.fillStyle = gradient;
	ctx.fillRect(0, 0, w, h);
}
globalThis.wash = wash;

/** Draws with the soft shadow of a sheet of paper lying on another. */
function onPaper(ctx, depth, draw) {
	ctx.save();
	ctx.shadowColor = "rgba(15, 18, 28, 0.30)";
	ctx.shadowBlur = depth * 2.4;
	ctx.shadowOffsetY = depth * 0.7;
	ctx.shadowOffsetX = depth * 0.25;
	draw();
	ctx.restore();
}
globalThis.onPaper = onPaper;

function disc(ctx, x, y, r) {
	ctx.beginPath();
	ctx.arc(x, y, r, 0, Math.PI * 2);
}
globalThis.disc = disc;

/** A closed smooth shape through points. */
function smooth(ctx, points, closed = true) {
	const at = (i) => (closed ? points[(i + points.length) % points.length] : points[Math.max(0, Math.min(points.length - 1, i))]);
	ctx.beginPath();
	ctx.moveTo(points[0][0], points[0][1]);
	for (let i = 0; i < points.length - (closed ? 0 : 1); i++) {
		const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
		ctx.bezierCurveTo(p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6, p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6, p2[0], p2[1]);
	}
	if (closed) {
		ctx.closePath();
	}
}
globalThis.smooth = smooth;

/** A sum of slow waves: a calm line without repetition. */
function waves(rng, count = 4, low = 0.5, high = 3) {
	const parts = Array.from({ length: count }, (_, i) => ({ f: rng.between(low, high) * (1 + i * 0.6), p: rng.between(0, 6.3), a: 1 / (1 + i) }));
	const total = parts.reduce((sum, part) => sum + part.a, 0);
	return (t) => parts.reduce((sum, part) => sum + part.a * Math.sin(part.f * t * Math.PI * 2 + part.p), 0) / total;
}
globalThis.waves = waves;

const canvas = document.createElement("canvas");
document.body.append(canvas);

globalThis.drawScene = (name) => {
	canvas.width = 3200;
	canvas.height = 1800;
	const ctx = canvas.getContext("2d");
	ctx.scale(2, 2);
	globalThis.scenes[name](ctx, 1600, 900, chance(name));
};

globalThis.encodeDrawn = (width, height, quality) => {
	let from = canvas;
	while (from.width / 2 >= width) {
		from = shrunk(from, from.width / 2, from.height / 2);
	}
	return shrunk(from, width, height).toDataURL("image/webp", quality);
};

function shrunk(from, width, height) {
	const to = document.createElement("canvas");
	to.width = width;
	to.height = height;
	const ctx = to.getContext("2d");
	ctx.imageSmoothingQuality = "high";
	ctx.drawImage(from, 0, 0, width, height);
	return to;
}
