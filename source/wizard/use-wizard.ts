import {useEffect, useState, useSyncExternalStore} from 'react';
import {type Conductor, createConductor} from './conductor.js';
import type {WizardDependencies} from './dependencies.js';
import type {WizardResult} from './effect.js';
import type {WizardState} from './state.js';

/** The wizard's state for React; everything that is under way stops when the screen goes. */
export function useWizard(
	dependencies: WizardDependencies,
	initial: WizardState,
	onResult: (result: WizardResult) => void,
): Pick<Conductor, 'send' | 'getState'> & {readonly state: WizardState} {
	const [conductor] = useState(() => createConductor(dependencies, initial, onResult));
	const state = useSyncExternalStore(conductor.subscribe, conductor.getState);
	useEffect(() => conductor.close, [conductor]);
	return {state, send: conductor.send, getState: conductor.getState};
}
