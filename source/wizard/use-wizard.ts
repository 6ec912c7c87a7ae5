import {useEffect, useState, useSyncExternalStore} from 'react';
import {createConductor} from './conductor.js';
import type {WizardDependencies} from './dependencies.js';
import type {WizardEvent, WizardResult} from './effect.js';
import type {WizardState} from './state.js';

/** The wizard's state for React; everything that is under way stops when the screen goes. */
export function useWizard(
	dependencies: WizardDependencies,
	initial: WizardState,
	onResult: (result: WizardResult) => void,
): {readonly state: WizardState; readonly send: (event: WizardEvent) => void} {
	const [conductor] = useState(() => createConductor(dependencies, initial, onResult));
	const state = useSyncExternalStore(conductor.subscribe, conductor.getState);
	useEffect(() => conductor.close, [conductor]);
	return {state, send: conductor.send};
}
