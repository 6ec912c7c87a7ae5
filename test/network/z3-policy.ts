import type {Bool, Context} from 'z3-solver';
import type {IntervalSet, Whole} from '../../source/network/interval-set.js';
import type {MatchRule} from '../../source/network/match-rule.js';
import type {Box, PacketSet} from '../../source/network/packet-set.js';

const widths = {source: 32, destination: 32, protocol: 8, sourcePort: 16, destinationPort: 16} as const;
const fieldNames = ['source', 'destination', 'protocol', 'sourcePort', 'destinationPort'] as const;

/** An independent judge: policies as formulas over bit vectors, after SecGuru (MSR-TR-2014-102). */
export type Z3Policies = {
	readonly allowed: (rules: readonly MatchRule<unknown>[]) => Bool;
	readonly within: (packets: PacketSet) => Bool;
	readonly but: (formula: Bool, not: Bool) => Bool;
	/** Whether no packet satisfies the formula. */
	readonly isNothing: (formula: Bool) => Promise<boolean>;
	readonly close: () => Promise<void>;
};

/**
 * z3 frees its terms from finalizers, which run on one thread while another solves: that crashed with "memory access
 * out of bounds" until finalizers were off. What it then leaks goes with the process.
 */
async function loadZ3() {
	const original = globalThis.FinalizationRegistry;
	globalThis.FinalizationRegistry = class {
		readonly [Symbol.toStringTag] = 'FinalizationRegistry';
		register(): void {}
		unregister(): boolean {
			return false;
		}
	};
	try {
		const z3 = await import('z3-solver');
		return {...(await z3.init()), killThreads: z3.killThreads};
	} finally {
		globalThis.FinalizationRegistry = original;
	}
}

export async function z3Policies(): Promise<Z3Policies> {
	const {Context: newContext, em, killThreads} = await loadZ3();
	const context: Context<'main'> = newContext('main');
	const {And, Or, Not, If, ULE, UGE, Extract, BitVec, Bool: Logic, Solver} = context;
	const variables = {
		source: BitVec.const('source', 32),
		destination: BitVec.const('destination', 32),
		protocol: BitVec.const('protocol', 8),
		sourcePort: BitVec.const('sourcePort', 16),
		destinationPort: BitVec.const('destinationPort', 16),
	};

	/** Variables are as wide as those of IPv4. */
	function inSet(field: (typeof fieldNames)[number], set: IntervalSet<Whole>): Bool {
		const width = widths[field];
		const variable = variables[field];
		return Or(
			...set.map(interval => {
				const [first, last] = interval.map(Number) as [number, number];
				const freeBits = Math.log2(last - first + 1);
				if (freeBits === width) {
					return Logic.val(true);
				}

				// A prefix fixes the upper bits: much easier on the solver than two comparisons.
				return Number.isInteger(freeBits) && first % 2 ** freeBits === 0
					? Extract(width - 1, freeBits, variable).eq(BitVec.val(Math.floor(first / 2 ** freeBits), width - freeBits))
					: And(UGE(variable, first), ULE(variable, last));
			}),
		);
	}

	const inBox = (box: Box) => And(...fieldNames.map(field => inSet(field, box[field])));
	const within = (packets: PacketSet) => Or(...packets.map(inBox));
	return {
		within,
		allowed: rules =>
			rules.reduceRight<Bool>(
				(otherwise, {match, action}) => If(within(match), Logic.val(action === 'allow'), otherwise) as Bool,
				Logic.val(false),
			),
		but: (formula, not) => And(formula, Not(not)),
		isNothing: async formula => {
			const solver = new Solver();
			solver.add(formula);
			const answer = await solver.check();
			if (answer === 'unknown') {
				throw new Error('z3 does not know');
			}

			return answer === 'unsat';
		},
		close: () => killThreads(em),
	};
}
