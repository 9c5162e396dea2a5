// Layered paper: ridges, strata, dunes, folded sheets.
(() => {
	const { scenes, colors: c, mix, wash, onPaper, disc, waves, smooth } = globalThis;

	/** One sheet whose upper edge follows `edge(t)` in pixels. */
	function sheet(ctx, w, h, edge, fill, depth = 10) {
		onPaper(ctx, depth, () => {
			ctx.beginPath();
			ctx.moveTo(-40, h + 60);
			for (let i = 0; i <= 160; i++) {
				ctx.lineTo(-40 + ((w + 80) * i) / 160, edge(i / 160));
			}
			ctx.lineTo(w + 40, h + 60);
			ctx.closePath();
			ctx.fillStyle = fill;
			ctx.fill();
		});
	}

	scenes.horizon = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#f3e7dc", "#e9c9b4");
		onPaper(ctx, 14, () => {
			disc(ctx, w * 0.69, h * 0.43, 172);
			ctx.fillStyle = c.accent;
			ctx.fill();
		});
		const tones = ["#d8c3b0", "#b59a92", "#8a6c77", "#5a4358", "#352c42", "#1d2030"];
		tones.forEach((tone, i) => {
			const wave = waves(rng, 4, 0.35, 0.9);
			sheet(ctx, w, h, (t) => h * (0.46 + i * 0.095) + wave(t) * (92 - i * 9), tone, 14);
		});
	};

	scenes.leadership = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#dfe7e8", "#f4efe6");
		onPaper(ctx, 8, () => {
			disc(ctx, w * 0.31, h * 0.32, 84);
			ctx.fillStyle = c.ochre;
			ctx.fill();
		});
		const peak = (x, y, width, fill, light) => {
			const slope = [[x, y]];
			for (let i = 1; i <= 9; i++) {
				slope.push([x + (i / 9) * width * 0.52 + rng.between(-10, 10), y + (i / 9) * (h - y + 80)]);
			}
			onPaper(ctx, 16, () => {
				ctx.beginPath();
				ctx.moveTo(x, y);
				for (const point of slope) ctx.lineTo(...point);
				ctx.lineTo(x - width * 0.55, h + 80);
				ctx.closePath();
				ctx.fillStyle = fill;
				ctx.fill();
			});
			ctx.beginPath();
			ctx.moveTo(x, y);
			ctx.lineTo(x + width * 0.03, y + (h - y) * 0.35);
			ctx.lineTo(x - width * 0.07, y + (h - y) * 0.62);
			ctx.lineTo(x + width * 0.02, h + 80);
			ctx.lineTo(x - width * 0.55, h + 80);
			ctx.closePath();
			ctx.fillStyle = light;
			ctx.fill();
		};
		peak(w * 0.18, h * 0.5, 900, "#a9bcc1", "#bccbce");
		peak(w * 0.86, h * 0.4, 1000, "#8aa3ab", "#9fb4ba");
		peak(w * 0.56, h * 0.17, 1150, c.slate, "#446274");
		peak(w * 0.98, h * 0.66, 820, "#22323f", "#2c4150");
		peak(w * 0.27, h * 0.69, 900, c.wine, c.accent);
	};

	scenes.additive = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#22303b", "#16191f");
		const layers = 46;
		const profile = (t) => 150 + 120 * Math.sin(t * Math.PI * 1.15 + 0.35) + 38 * Math.sin(t * 9 + 1);
		for (let i = 0; i < layers; i++) {
			const t = i / (layers - 1);
			const y = h * 0.93 - t * h * 0.78;
			const r = profile(t);
			const tone = t < 0.5 ? mix(c.wine, c.clay, t * 2) : mix(c.clay, "#f0d9c4", t * 2 - 1);
			for (const [x, scale, shade] of [[w * 0.5, 1, 0], [w * 0.2, 0.62, 0.55], [w * 0.81, 0.7, 0.48]]) {
				const tall = scale === 1 ? 1 : scale + 0.1;
				onPaper(ctx, 4, () => {
					ctx.beginPath();
					ctx.ellipse(x + Math.sin(t * 4 + x) * 10 * scale, h * 0.93 - (h * 0.93 - y) * tall, r * scale, r * scale * 0.2, 0, 0, Math.PI * 2);
					ctx.fillStyle = mix(tone, "#22303b", shade);
					ctx.fill();
				});
				ctx.strokeStyle = `rgba(255,255,255,${0.12 - shade * 0.12})`;
				ctx.lineWidth = 1.2;
				ctx.stroke();
			}
		}
		rng.next();
	};

	scenes.sustainability = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#eef1e6", "#dfe6d3");
		const tones = ["#c5d1b6", "#a4b897", "#7f9a7c", "#5a7a63", "#3b5c4d", "#24433b"];
		tones.forEach((tone, i) => {
			const wave = waves(rng, 3, 0.3, 0.8);
			sheet(ctx, w, h, (t) => h * (0.3 + i * 0.125) + wave(t) * 80 + (i % 2 ? -1 : 1) * (t - 0.5) * 90, tone, 12);
		});
		for (const [x, y, size] of [[0.74, 0.4, 1], [0.8, 0.47, 0.72], [0.68, 0.49, 0.62]]) {
			onPaper(ctx, 8, () => {
				ctx.beginPath();
				ctx.moveTo(w * x, h * y - 190 * size);
				ctx.bezierCurveTo(w * x + 120 * size, h * y - 90 * size, w * x + 95 * size, h * y + 70 * size, w * x, h * y + 110 * size);
				ctx.bezierCurveTo(w * x - 95 * size, h * y + 70 * size, w * x - 120 * size, h * y - 90 * size, w * x, h * y - 190 * size);
				ctx.fillStyle = size === 1 ? c.ochre : mix(c.ochre, "#f3e3be", 0.45);
				ctx.fill();
			});
			ctx.strokeStyle = "rgba(90,60,10,.35)";
			ctx.lineWidth = 3;
			ctx.beginPath();
			ctx.moveTo(w * x, h * y - 150 * size);
			ctx.lineTo(w * x, h * y + 170 * size);
			ctx.stroke();
		}
	};

	scenes.supply = (ctx, w, h, rng) => {
		wash(ctx, w, h, c.mist, "#e8e3d8");
		const tones = [c.slate, c.steel, c.sky, c.accent, c.ochre, c.sage, c.moss];
		const ends = tones.map((_, i) => i).sort(() => rng.next() - 0.5);
		tones.forEach((tone, i) => {
			const y0 = h * (0.1 + i * 0.125);
			const y1 = h * (0.1 + ends[i] * 0.125);
			const width = rng.between(44, 92);
			onPaper(ctx, 7, () => {
				ctx.beginPath();
				ctx.moveTo(-60, y0);
				ctx.bezierCurveTo(w * 0.38, y0, w * 0.3, h * 0.5 + (i - 3) * 40, w * 0.5, h * 0.5 + (i - 3) * 40);
				ctx.bezierCurveTo(w * 0.7, h * 0.5 + (i - 3) * 40, w * 0.62, y1, w + 60, y1);
				ctx.strokeStyle = tone;
				ctx.lineWidth = width;
				ctx.stroke();
			});
		});
	};

	scenes.dialogue = (ctx, w, h) => {
		wash(ctx, w, h, "#f6efe7", "#ecdfd2");
		const blob = (cx, cy, r, phase) => Array.from({ length: 14 }, (_, i) => {
			const a = (i / 14) * Math.PI * 2;
			const d = r * (1 + 0.1 * Math.sin(a * 3 + phase) + 0.05 * Math.cos(a * 5 + phase));
			return [cx + Math.cos(a) * d, cy + Math.sin(a) * d];
		});
		const rings = (cx, cy, phase, from, to) => {
			for (let i = 7; i >= 0; i--) {
				onPaper(ctx, 6, () => {
					smooth(ctx, blob(cx, cy, 70 + i * 52, phase + i * 0.18));
					ctx.fillStyle = mix(to, from, i / 7);
					ctx.fill();
				});
			}
		};
		rings(w * 0.3, h * 0.52, 0.4, "#ead2c4", c.accent);
		ctx.globalAlpha = 0.9;
		rings(w * 0.7, h * 0.48, 2.6, "#d5e0e2", c.slate);
		ctx.globalAlpha = 1;
	};

	scenes.innovation = (ctx, w, h, rng) => {
		const cols = 11;
		const rows = 7;
		const grid = [];
		for (let y = 0; y <= rows; y++) {
			grid.push([]);
			for (let x = 0; x <= cols; x++) {
				const edge = x === 0 || y === 0 || x === cols || y === rows;
				grid[y].push([((x - 0.0) / cols) * w * 1.1 - w * 0.05 + (edge ? 0 : rng.between(-48, 48)), (y / rows) * h * 1.1 - h * 0.05 + (edge ? 0 : rng.between(-44, 44))]);
			}
		}
		const tone = (x, y) => {
			const t = (x / w) * 0.7 + (y / h) * 0.3 + rng.between(-0.09, 0.09);
			const stops = ["#f2e4d5", "#e6bfa5", c.clay, c.accent, c.plum, c.night];
			const at = Math.max(0, Math.min(0.999, t)) * (stops.length - 1);
			return mix(stops[Math.floor(at)], stops[Math.floor(at) + 1], at % 1);
		};
		for (let y = 0; y < rows; y++) {
			for (let x = 0; x < cols; x++) {
				const [a, b, d, e] = [grid[y][x], grid[y][x + 1], grid[y + 1][x], grid[y + 1][x + 1]];
				for (const tri of (x + y) % 2 ? [[a, b, d], [b, e, d]] : [[a, b, e], [a, e, d]]) {
					ctx.beginPath();
					for (const point of tri) ctx.lineTo(...point);
					ctx.closePath();
					ctx.fillStyle = tone((tri[0][0] + tri[1][0] + tri[2][0]) / 3, (tri[0][1] + tri[1][1] + tri[2][1]) / 3);
					ctx.fill();
					ctx.strokeStyle = ctx.fillStyle;
					ctx.lineWidth = 1;
					ctx.stroke();
				}
			}
		}
	};

	scenes.water = (ctx, w, h, rng) => {
		wash(ctx, w, h, "#dcebed", "#b9d3d8");
		const tones = ["#a5c7cd", "#7fb0b8", "#58949f", "#357783", "#1f5a66", "#123f4c", "#0d2c39"];
		tones.forEach((tone, i) => {
			const wave = waves(rng, 3, 0.6, 1.4);
			sheet(ctx, w, h, (t) => h * (0.14 + i * 0.12) + wave(t) * 58 + (t - 0.5) * 60, tone, 13);
		});
	};
})();
