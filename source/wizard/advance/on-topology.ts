import type {MapPlace} from '../../wording/map/network-map.js';
import type {UserAction} from '../effect.js';
import {moveSelection, selectedKey} from '../list-cursor.js';
import {mapOf} from '../map/map-of.js';
import type {QuestionId} from '../questions.js';
import {answerRow} from '../rows/answer-row.js';
import {type TopologyRow, topologyRows} from '../rows/topology-rows.js';
import type {Editing, On, WizardState} from '../state.js';
import {editField, fieldOf} from '../text-field.js';
import {remember, revisit, stay, type Transition, update} from './advanced.js';
import {fresh, read, reassess, toSubject} from './journey.js';
import {onSplitList} from './on-split-list.js';

export function onTopology(state: WizardState, screen: On<'topology'>, act: UserAction): Transition {
	if (act.type === 'show' && screen.editing === undefined) {
		return stay(update(state, screen, {...onTop, showing: screen.showing === 'map' ? 'questions' : 'map'}));
	}

	return screen.showing === 'map' ? onMap(state, screen, act) : onQuestions(state, screen, act);
}

const onTop = {focus: 'list', scroll: 0} as const;

function onMap(state: WizardState, screen: On<'topology'>, act: UserAction): Transition {
	const {places, start} = mapOf(state.memory);
	const keys = places.map(({key}) => key);
	const changes = onSplitList(keys, {...screen, selected: screen.place ?? start}, act);
	if (changes !== undefined) {
		const {selected: place = screen.place, ...others} = changes;
		return stay(update(state, screen, {...others, place}));
	}

	if (act.type === 'toggle') {
		const place = places.find(({key}) => key === selectedKey(keys, screen.place ?? start));
		const about = place === undefined ? [] : questionsAbout[place.kind];
		const row = about.flatMap(question => topologyRows(state.memory).filter(item => item.question === question))[0];
		const asked = row === undefined ? {} : {selected: row.key, editing: startEditing(row)};
		return stay(update(state, screen, {...onTop, showing: 'questions', ...asked}));
	}

	return onEither(state, act);
}

/** What a person may know better about a place; the first that is asked here. */
const questionsAbout: Readonly<Record<MapPlace['kind'], readonly QuestionId[]>> = {
	machine: ['machines'],
	internet: ['parameter', 'firewall'],
	'api-server': ['private-cluster'],
	'load-balancer': ['parameter'],
	firewall: ['firewall'],
	device: ['firewall'],
	'node-addresses': [],
	subnet: ['cni'],
	routes: ['firewall'],
	group: ['security-groups'],
	'admin-rules': [],
	names: [],
	pods: ['network-policy'],
};

function onQuestions(state: WizardState, screen: On<'topology'>, act: UserAction): Transition {
	const rows = topologyRows(state.memory);
	const keys = rows.map(({key}) => key);
	const selected = rows.find(({key}) => key === selectedKey(keys, screen.selected));
	if (screen.editing !== undefined) {
		const row = rows.find(({key}) => key === screen.editing?.row);
		return row === undefined ? stay(state) : onEditing(state, screen, screen.editing, row, act);
	}

	const changes = onSplitList(keys, screen, act);
	if (changes !== undefined) {
		return stay(update(state, screen, changes));
	}

	if (act.type === 'toggle') {
		return stay(selected === undefined ? state : update(state, screen, {editing: startEditing(selected)}));
	}

	return onEither(state, act);
}

function onEither(state: WizardState, act: UserAction): Transition {
	switch (act.type) {
		case 'again': {
			return read(state);
		}

		case 'back': {
			return stay(toSubject(state));
		}

		case 'accept': {
			return stay(revisit(state, fresh.findings));
		}

		default: {
			return stay(state);
		}
	}
}

function startEditing({key, edit}: TopologyRow): Editing {
	return edit.kind === 'options'
		? {kind: 'options', row: key, selected: edit.current}
		: {kind: 'text', row: key, field: fieldOf(edit.current), problem: undefined};
}

function onEditing(
	state: WizardState,
	screen: On<'topology'>,
	editing: Editing,
	row: TopologyRow,
	act: UserAction,
): Transition {
	if (act.type === 'back') {
		return stay(update(state, screen, {editing: undefined}));
	}

	if (editing.kind === 'text') {
		switch (act.type) {
			case 'edit': {
				const field = editField(editing.field, act.edit);
				return stay(update(state, screen, {editing: {...editing, field, problem: undefined}}));
			}

			case 'accept': {
				return answer(state, screen, row, editing.field.text);
			}

			default: {
				return stay(state);
			}
		}
	}

	const values = row.edit.kind === 'options' ? row.edit.options.map(({value}) => value) : [];
	switch (act.type) {
		case 'move': {
			const selected = moveSelection(values, editing.selected, act.by) ?? editing.selected;
			return stay(update(state, screen, {editing: {...editing, selected}}));
		}

		case 'accept':
		case 'toggle': {
			return answer(state, screen, row, editing.selected);
		}

		default: {
			return stay(state);
		}
	}
}

function answer(state: WizardState, screen: On<'topology'>, row: TopologyRow, value: string): Transition {
	const said = answerRow(state.memory, row, value);
	if (said.ok) {
		return reassess(remember(update(state, screen, {editing: undefined}), said.value));
	}

	const {editing} = screen;
	return stay(editing?.kind === 'text' ? update(state, screen, {editing: {...editing, problem: said.problem}}) : state);
}
