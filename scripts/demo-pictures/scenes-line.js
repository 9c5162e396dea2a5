// Drawn with lines and points: contours, interference, threads, lattices.
(() => {
	const { scenes, colors: c, mix, wash, onPaper, disc, waves } = globalThis;

	scenes.quantum = (ctx, w, h) => {
		wash(ctx, w, h, "#141a2b", "#231a33", 0.7);
		const sources = [[w * 0.36, h * 0.42], [w * 0.64, h * 0.6]];
		ctx.globalCompositeOperation = "lighter";
		sources.forEach(([x, y], s) => {
			for (let i = 1; i < 24; i++) {
				disc(ctx, x, y, i * 46);
				ctx.strokeStyle = s ? c.sky : "#e58a78";
				ctx.globalAlpha = Math.max(0.04, 0.66 - i * 0.028);
				ctx.lineWidth = 17 - i * 0.3;
				ctx.stroke();
			}
		});
		ctx.globalAlpha = 1;
		ctx.globalCompositeOperation = "source-over";
		sources.forEach(([x, y], s) => {
			onPaper(ctx, 12, () => {
				disc(ctx, x, y, 30);
				ctx.fillStyle = s ? "#dbe8ee" : "#f3c3b3";
				ctx.fill();
			});
		});
	};

	/** Contour lines of a field by marching squares. */
	function contours(ctx, w, h, field, levels, style) {
		const step = 8;
		for (const [n, level] of levels.entries()) {
			style(n, level);
			ctx.beginPath();
			for (let y = -step; y < h + step; y += step) {
				for (let x = -step; x < w + step; x += step) {
					const v = [field(x, y), field(x + step, y), field(x + step, y + step), field(x, y + step)];
					const corners = [[x, y], [x + step, y], [x + step, y + step], [x, y + step]];
					const cuts = [];
					for (let i = 0; i < 4; i++) {
						const j = (i + 1) % 4;
						if (v[i] < level !== v[j] < level) {
							const t = (level - v[i]) / (v[j] - v[i]);
							cuts.push([corners[i][0] + (corners[j][0] - corners[i][0]) * t, corners[i][1] + (corners[j][1] - corners[i][1]) * t]);
						}
					}
					for (let i = 0; i + 1 < cuts.length; i += 2) {
						ctx.moveTo(...cuts[i]);
						ctx.lineTo(...cuts[i + 1]);
					}
				}
			}
			ctx.stroke();
		}
	}

	scenes.learning = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#f4eee4", "#e7dccb", 0.6);
		const hills = Array.from({ length: 9 }, () => [rng.between(-0.1, 1.1) * w, rng.between(-0.1, 1.1) * h, rng.between(160, 400), rng.between(-1, 1.2)]);
		hills.push([w * 0.7, h * 0.56, 230, -2.1]);
		const field = (x, y) => hills.reduce((sum, [cx, cy, r, a]) => sum + a * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * r * r)), 0);
		const levels = Array.from({ length: 24 }, (_, i) => -2 + i * 0.15);
		ctx.lineCap = "round";
		contours(ctx, w, h, field, levels, (n) => {
			ctx.strokeStyle = n < 9 ? mix(c.accent, "#b98a83", n / 9) : mix("#7f8c93", "#b9b2a4", n / 30);
			ctx.lineWidth = n % 5 === 0 ? 4.4 : 2.4;
		});
		const path = [];
		for (let i = 0; i <= 90; i++) {
			const t = i / 90;
			const swing = Math.sin(t * Math.PI * 4) * (1 - t) ** 1.6 * 95;
			path.push([w * (0.13 + 0.57 * t) + swing * 0.5, h * (0.2 + 0.36 * t ** 0.8) - swing]);
		}
		ctx.strokeStyle = c.ink;
		ctx.lineWidth = 5;
		ctx.lineJoin = "round";
		ctx.beginPath();
		for (const point of path) ctx.lineTo(...point);
		ctx.stroke();
		for (const [px, py, r, fill] of [[path[0][0], path[0][1], 15, c.ink], [w * 0.7, h * 0.56, 24, c.accent]]) {
			onPaper(ctx, 8, () => {
				disc(ctx, px, py, r);
				ctx.fillStyle = fill;
				ctx.fill();
			});
		}
	};

	scenes.data = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#10202a", "#1d3a44", 0.9);
		const a = waves(rng, 3, 0.5, 1.3);
		const b = waves(rng, 3, 0.5, 1.1);
		const step = 32;
		for (let y = step / 2; y < h; y += step) {
			for (let x = step / 2; x < w; x += step) {
				const t = (a(x / w + y / 2600) + b(y / h + x / 3400)) / 2;
				const r = Math.max(1.1, (0.45 + t) * 15);
				disc(ctx, x, y, r);
				ctx.fillStyle = t > 0.42 ? mix("#e8c27a", "#f9ead0", (t - 0.42) * 3) : mix("#28505b", "#a6cdd0", Math.max(0, t + 0.5) * 0.9);
				ctx.fill();
			}
		}
	};

	scenes.health = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#f7f3ee", "#efe6dc");
		const lines = 20;
		for (let i = 0; i < lines; i++) {
			const base = h * 0.17 + (i / lines) * h * 0.74;
			const wave = waves(rng, 3, 1.6, 3.4);
			const peak = rng.between(0.4, 0.62);
			ctx.beginPath();
			ctx.moveTo(-20, base);
			for (let k = 0; k <= 260; k++) {
				const t = k / 260;
				const env = Math.exp(-((t - peak) ** 2) / 0.022) + 0.45 * Math.exp(-((t - peak - 0.2) ** 2) / 0.01);
				ctx.lineTo(t * (w + 40) - 20, base - Math.abs(wave(t)) * env * 165 - env * 12 + Math.sin(t * 30 + i) * 1.2);
			}
			ctx.lineTo(w + 20, base + 120);
			ctx.lineTo(-20, base + 120);
			ctx.closePath();
			ctx.fillStyle = mix("#f7f3ee", "#eaded2", i / lines);
			ctx.fill();
			ctx.strokeStyle = mix(c.steel, c.accent, i / lines);
			ctx.lineWidth = 4;
			ctx.stroke();
		}
	};

	scenes.language = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#efe9df", "#e2d8c8");
		const tones = [c.plum, c.accent, c.clay, c.ochre, c.slate, c.steel];
		const threads = 34;
		const knot = waves(rng, 3, 0.4, 0.9);
		ctx.lineCap = "round";
		for (let i = 0; i < threads; i++) {
			const t = i / (threads - 1);
			const own = waves(rng, 2, 0.3, 0.7);
			ctx.beginPath();
			for (let k = 0; k <= 160; k++) {
				const u = k / 160;
				const gather = 0.16 + 0.84 * Math.abs(Math.cos(u * Math.PI * 1.5 + 0.3));
				ctx.lineTo(u * (w + 60) - 30, h * 0.5 + (t - 0.5) * h * 1.02 * gather + knot(u) * 90 + own(u) * 26);
			}
			ctx.strokeStyle = tones[Math.floor(t * tones.length * 0.999)];
			ctx.globalAlpha = 0.88;
			ctx.lineWidth = rng.between(6, 15);
			ctx.stroke();
		}
		ctx.globalAlpha = 1;
	};

	scenes.materials = (ctx, w, h) => {
		wash(ctx, w, h, "#f3f1ec", "#e4e0d6");
		const golden = Math.PI * (3 - Math.sqrt(5));
		for (let i = 1100; i > 0; i--) {
			const r = Math.sqrt(i) * 29;
			const a = i * golden;
			const [x, y] = [w * 0.62 + Math.cos(a) * r, h * 0.5 + Math.sin(a) * r];
			const t = Math.min(1, i / 620);
			disc(ctx, x, y, 21 - t * 12);
			ctx.fillStyle = t < 0.4 ? mix(c.accent, c.clay, t / 0.4) : mix(c.clay, "#cfc4b4", (t - 0.4) / 0.6);
			ctx.fill();
		}
	};

	scenes.systems = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#eef0ef", "#dfe3e2", 0.5);
		const nodes = [];
		for (let tries = 0; nodes.length < 17 && tries < 900; tries++) {
			const node = { x: rng.between(110, w - 110), y: rng.between(100, h - 100), r: rng.between(26, 88) };
			if (nodes.every((other) => Math.hypot(node.x - other.x, node.y - other.y) > node.r + other.r + 56)) nodes.push(node);
		}
		ctx.lineWidth = 4;
		nodes.forEach((node, i) => {
			const near = nodes.filter((other) => other !== node).sort((a, b) => Math.hypot(a.x - node.x, a.y - node.y) - Math.hypot(b.x - node.x, b.y - node.y));
			for (const other of near.slice(0, 2 + (i % 2))) {
				ctx.beginPath();
				ctx.moveTo(node.x, node.y);
				ctx.bezierCurveTo((node.x + other.x) / 2, node.y, (node.x + other.x) / 2, other.y, other.x, other.y);
				ctx.strokeStyle = "#9fb0b6";
				ctx.stroke();
			}
		});
		const tones = [c.slate, c.accent, c.steel, c.night, c.ochre, c.sage, c.slate];
		nodes.forEach((node, i) => {
			const tone = tones[i % tones.length];
			onPaper(ctx, 10, () => {
				disc(ctx, node.x, node.y, node.r);
				ctx.fillStyle = tone;
				ctx.fill();
			});
			for (let k = 1; k <= 3 && node.r - k * 16 > 7; k++) {
				disc(ctx, node.x, node.y, node.r - k * 16);
				ctx.strokeStyle = "rgba(255,255,255,.38)";
				ctx.lineWidth = 2;
				ctx.stroke();
			}
		});
	};

	scenes.biology = (ctx, w, h) => {
		wash(ctx, w, h, "#e9eee9", "#d3ded6", 0.4);
		const along = (u, phase) => [u * (w + 160) - 80, h * 0.5 + Math.sin(u * Math.PI * 3.1 + phase) * 235 - (u - 0.5) * 120];
		for (let i = 0; i <= 52; i++) {
			const [x0, y0] = along(i / 52, 0);
			const [, y1] = along(i / 52, Math.PI);
			ctx.strokeStyle = mix(c.sage, c.moss, Math.abs(Math.sin((i / 52) * Math.PI * 3.1)));
			ctx.lineWidth = 6;
			ctx.beginPath();
			ctx.moveTo(x0, y0);
			ctx.lineTo(x0, y1);
			ctx.stroke();
		}
		for (const [phase, from, to] of [[Math.PI, c.moss, "#2d5046"], [0, c.clay, c.accent]]) {
			for (let i = 0; i < 190; i++) {
				const u = i / 190;
				const depth = (Math.cos(u * Math.PI * 3.1 + phase) + 1) / 2;
				const [x, y] = along(u, phase);
				onPaper(ctx, 3, () => {
					disc(ctx, x, y, 16 + depth * 17);
					ctx.fillStyle = mix(from, to, depth);
					ctx.fill();
				});
			}
		}
	};
})();
