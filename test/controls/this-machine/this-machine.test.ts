import {expect, test} from 'vitest';
import {thisMachine} from '../../../source/controls/this-machine/this-machine.js';
import type {MachineProbe} from '../../../source/topology/machine-probe.js';
import {entriesOf, remediesOf} from '../../helpers/ask-control.js';
import {topology} from '../../profiles/small-topology.js';
import {flowOn} from '../flow-on.js';

const exact = 'azds-1.eus.azds.io';

function to(pattern: string) {
	return flowOn({kind: 'machine', destination: {kind: 'name', pattern, hosting: {kind: 'unknown'}}}, {to: pattern});
}

function tried(outcome: MachineProbe['outcome'], name = exact, port = 443) {
	return topology({machineProbes: [{name, port, outcome, detail: outcome === 'reached' ? '' : 'ETIMEDOUT'}]});
}

test('nothing read from Azure tells what a machine reaches, so the command to try it is given', () => {
	expect(entriesOf(thisMachine, to(exact), topology())).toMatchObject([
		{verdict: 'undecided', missing: {command: `curl --silent --show-error --head https://${exact}/`}},
	]);
	const [entry] = entriesOf(thisMachine, to('azds-*.azds.io'), topology());
	expect(entry?.missing?.command).toContain('https://NAME/');
});

test.each([
	['reached', 'allowed', 'This machine reached'],
	['no-such-name', 'blocked', 'cannot resolve'],
	['no-connection', 'blocked', 'gets no connection to port 443'],
	['no-tls', 'blocked', 'a proxy may be in the way'],
] as const)('a probe that ended as %s: %s', (outcome, verdict, why) => {
	expect(entriesOf(thisMachine, to(exact), tried(outcome))).toMatchObject([
		{verdict, why: expect.stringContaining(why)},
	]);
});

test('a probe of another name or port tells nothing, and one name does not speak for a pattern', () => {
	for (const [flow, given] of [
		[to(exact), tried('reached', 'azds-2.eus.azds.io')],
		[to(exact), tried('no-connection', exact, 80)],
		[to('azds-*.azds.io'), tried('reached')],
	] as const) {
		expect(entriesOf(thisMachine, flow, given)).toMatchObject([{verdict: 'undecided'}]);
	}
});

test('a name of a pattern that cannot be reached blocks', () => {
	expect(entriesOf(thisMachine, to('azds-*.azds.io'), tried('no-tls'))).toMatchObject([{verdict: 'blocked'}]);
});

test('the remedy is a list for whoever runs the proxy; without a failure there is none', () => {
	const failed = tried('no-connection');
	const flow = to(exact);
	const remedies = remediesOf(thisMachine, flow, failed);
	expect(remedies).toMatchObject([{id: 'allow-list', needs: [{kind: 'advice', text: expect.stringContaining(exact)}]}]);
	const given = topology();
	expect(remediesOf(thisMachine, flow, given)).toEqual([]);
});
