import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {createServer as createTlsServer} from 'node:tls';
import {expect, onTestFinished, test} from 'vitest';
import {type Probe, probeBackend} from '../../source/detect/probe-backend.js';
import {makeCertificate} from '../../source/sandbox/certificate.js';

const here = async () => ({address: '127.0.0.1'});

function outcome({steps}: Probe): string {
	return steps.map(({step, ok}) => `${step} ${ok ? 'ok' : 'failed'}`).join(', ');
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return (server.address() as AddressInfo).port;
}

test('a backend that answers is reached in three steps', async () => {
	const {key, cert} = await makeCertificate();
	const port = await listen(createTlsServer({key, cert}));
	const probe = await probeBackend('localhost', {port, ca: cert, lookup: here});
	expect(outcome(probe)).toBe('dns ok, tcp ok, tls ok');
	expect(probe.reached).toBe(true);
});

test('a certificate for another name fails the last step', async () => {
	const {key, cert} = await makeCertificate();
	const port = await listen(createTlsServer({key, cert}));
	const probe = await probeBackend('azds-1.eus.azds.io', {port, ca: cert, lookup: here});
	expect(outcome(probe)).toBe('dns ok, tcp ok, tls failed');
	expect(probe.reached).toBe(false);
});

test('a closed port fails the second step', async () => {
	const server = createServer();
	const port = await listen(server);
	server.close();
	expect(outcome(await probeBackend('localhost', {port, lookup: here}))).toBe('dns ok, tcp failed');
});

test('a server that accepts and says nothing costs no more than the timeout', async () => {
	const port = await listen(createServer());
	const probe = await probeBackend('localhost', {port, lookup: here, timeoutMs: 50});
	expect(outcome(probe)).toBe('dns ok, tcp ok, tls failed');
	expect(probe.steps.at(-1)?.detail).toContain('0.05 seconds');
});

test('a name without an address fails the first step', async () => {
	const lookup = async () => Promise.reject(new Error('getaddrinfo ENOTFOUND'));
	const probe = await probeBackend('nowhere.invalid', {lookup});
	expect(outcome(probe)).toBe('dns failed');
	expect(probe.steps[0]?.detail).toContain('nowhere.invalid has no address here');
});
