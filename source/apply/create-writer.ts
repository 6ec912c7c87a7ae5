import {assertNever} from '../errors.js';
import type {Change} from '../plan/change.js';
import {lookAtChild, requestOf, writeChild} from './arm-child-writer.js';
import type {ArmRequests} from './arm-requests.js';
import type {AzProgram} from './az-program.js';
import {lookAtCollections, writeCollections} from './classic-writer.js';
import type {Clock} from './clock.js';
import type {KubeRequests} from './kube-requests.js';
import {fieldManager, type KubeContext, lookAtObject, pathOf, writeObject} from './kube-writer.js';
import {lookAtRanges, updateParameters, writeRanges} from './ranges-writer.js';
import type {Writer} from './writer.js';

export type WriterParts = {
	readonly arm: ArmRequests;
	/** Opened when the first change of that kind comes up. */
	readonly kube: () => Promise<KubeRequests>;
	/** The server's address, for descriptions before it is opened. */
	readonly kubeServer: string;
	/** Authorized ranges are written by az where there is a fit one. */
	readonly az: AzProgram | undefined;
	readonly clock: Clock;
	readonly close: () => Promise<void>;
};

/** Every kind of change to the way it is made. */
export function createWriter(parts: WriterParts): Writer {
	const {arm, clock, az} = parts;
	const kubeContext = async (): Promise<KubeContext> => ({kube: await parts.kube(), clock});
	return {
		look: async (change, signal, onWait) => {
			const waiting = {arm, clock, signal, onWait};
			switch (change.kind) {
				case 'arm-child': {
					return lookAtChild(change, waiting);
				}

				case 'classic-collections': {
					return lookAtCollections(change, waiting);
				}

				case 'authorized-ranges': {
					return lookAtRanges(change, waiting);
				}

				case 'kube-object':
				case 'kube-metadata': {
					return lookAtObject(change, await kubeContext(), signal);
				}

				default: {
					return assertNever(change);
				}
			}
		},
		write: async (change, watch) => {
			switch (change.kind) {
				case 'arm-child': {
					return writeChild(change, {arm, clock}, watch);
				}

				case 'classic-collections': {
					return writeCollections(change, {arm, clock}, watch);
				}

				case 'authorized-ranges': {
					return writeRanges(change, {arm, clock, az}, watch);
				}

				case 'kube-object':
				case 'kube-metadata': {
					return writeObject(change, await kubeContext(), watch);
				}

				default: {
					return assertNever(change);
				}
			}
		},
		describe: change => describe(change, parts),
		close: parts.close,
	};
}

function describe(change: Change, {arm, az, kubeServer}: WriterParts): string {
	switch (change.kind) {
		case 'arm-child': {
			const {method, url} = requestOf(change, arm.urlOf);
			return `${method} ${url}`;
		}

		case 'classic-collections': {
			return `PUT ${arm.urlOf(change.firewall)}`;
		}

		case 'authorized-ranges': {
			return az === undefined
				? `PUT ${arm.urlOf(change.cluster)} with apiServerAccessProfile.authorizedIPRanges=${change.after.join(',')}`
				: ['az', ...updateParameters(change, change.after)].join(' ');
		}

		case 'kube-object': {
			const url = `${kubeServer}${pathOf(change.ref)}`;
			return change.after === null ? `DELETE ${url}` : `PATCH ${url} (server-side apply as ${fieldManager})`;
		}

		case 'kube-metadata': {
			return `PATCH ${kubeServer}${pathOf(change.ref)} (${change.field}: ${Object.keys(change.after).join(', ')})`;
		}

		default: {
			return assertNever(change);
		}
	}
}
