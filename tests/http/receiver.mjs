/**
 * A receiver of webhooks for scenarios: it answers by the path, and keeps what came.
 *
 *	/200 ... /599   that status; /301 points to /200, /429 asks for 7 seconds
 *	/flaky          503 the first time of each message, then 200
 *	/json/BODY      200 with BODY (encoded)
 *	/hang           never answers; /hang-body begins and stops; /close closes; /big answers 10 MB
 */
import { createServer } from 'node:http';

export async function receiver() {
	const got = [];
	const waiting = [];
	const sockets = new Set();
	const answers = {
		'/flaky': (m, response) => response.writeHead(got.filter((g) => g.id === m.id).length > 1 ? 200 : 503).end(),
		'/hang': () => {},
		'/hang-body': (m, response) => response.writeHead(200, { 'Content-Length': 100 }).write('begun'),
		'/close': (m, response) => response.socket.destroy(),
		'/big': (m, response) =>
			response.writeHead(200, { 'Content-Length': 10 << 20 }).end(Buffer.alloc(10 << 20, 'x')),
		'/301': (m, response) => response.writeHead(301, { Location: '/200' }).end(),
		'/429': (m, response) => response.writeHead(429, { 'Retry-After': '7' }).end(),
	};
	const server = createServer((request, response) => {
		const parts = [];
		request.on('data', (d) => parts.push(d));
		request.on('error', () => {});
		request.on('end', () => {
			const path = request.url.split('?')[0];
			const message = {
				path,
				url: request.url,
				body: Buffer.concat(parts).toString('utf8'),
				headers: request.headers,
				id: request.headers['webhook-id'],
			};
			try {
				message.json = JSON.parse(message.body);
			} catch {
				/* what it is shows in a test */
			}
			got.push(message);
			for (const w of [...waiting]) w();
			if (answers[path]) answers[path](message, response);
			else if (path.startsWith('/json/')) response.writeHead(200).end(decodeURIComponent(path.slice(6)));
			else response.writeHead(Number(path.slice(1, 4)) || 200).end(`answer ${path}`);
		});
	});
	server.on('connection', (s) => {
		sockets.add(s);
		s.on('error', () => {});
		s.on('close', () => sockets.delete(s));
	});
	await new Promise((r) => server.listen(0, '127.0.0.1', r));
	const { port } = server.address();
	return {
		port,
		got,
		url: (path) => `http://127.0.0.1:${port}${path}`,
		at: (path) => got.filter((m) => m.path === path),
		/** Resolves once TEST(got) is true; there is no time limit but the runner's. */
		until: (test) =>
			new Promise((resolve) => {
				const look = () => {
					if (!test(got)) return;
					waiting.splice(waiting.indexOf(look), 1);
					resolve();
				};
				waiting.push(look);
				look();
			}),
		close: () => {
			for (const s of sockets) s.destroy();
			return new Promise((r) => server.close(r));
		},
	};
}
