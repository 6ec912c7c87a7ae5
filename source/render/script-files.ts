import type {Plan} from '../plan/plan.js';
import {bashScript, type ScriptOrigin} from './bash/bash-script.js';
import {allowList} from './csv/allow-list.js';
import {markdownPlan} from './markdown/markdown-plan.js';
import type {ScriptFormat} from './script-format.js';
import {appliedObjects} from './yaml/applied-objects.js';
import {kubeYaml} from './yaml/kube-yaml.js';

export type ScriptFile = {readonly name: string; readonly text: string; readonly executable: boolean};

/** Texts that rendering needs and cannot read itself, because it is pure. */
export type ScriptTemplates = {readonly bashPrelude: string};

/** The plan in the files that the formats ask for. */
export function scriptFiles(
	plan: Plan,
	formats: readonly ScriptFormat[],
	templates: ScriptTemplates,
	origin: ScriptOrigin,
): readonly ScriptFile[] {
	return [...formats.flatMap(format => filesOf(format, plan, templates, origin)), ...handedOn(plan)];
}

/** What no script can do goes along in every format: somebody else has to type it in. */
function handedOn(plan: Plan): readonly ScriptFile[] {
	const text = allowList(plan);
	return text === undefined ? [] : [{name: 'allow-list.csv', text, executable: false}];
}

function filesOf(
	format: ScriptFormat,
	plan: Plan,
	{bashPrelude}: ScriptTemplates,
	origin: ScriptOrigin,
): readonly ScriptFile[] {
	switch (format) {
		case 'bash': {
			return [
				{name: 'apply.sh', text: bashScript(plan, 'apply', bashPrelude, origin), executable: true},
				{name: 'undo.sh', text: bashScript(plan, 'undo', bashPrelude, origin), executable: true},
			];
		}

		case 'yaml': {
			const policies = appliedObjects(plan.steps);
			return policies.length === 0
				? []
				: [{name: 'network-policies.yaml', text: kubeYaml(policies), executable: false}];
		}

		case 'markdown': {
			return [{name: 'plan.md', text: markdownPlan(plan), executable: false}];
		}
	}
}
