import {Box, Text, useApp, useInput, usePaste, useWindowSize} from 'ink';
import {useCallback, useEffect, useMemo} from 'react';
import {Footer} from './components/footer.js';
import {Header} from './components/header.js';
import type {WizardDependencies} from './dependencies.js';
import type {WizardEvent, WizardResult} from './effect.js';
import {actFor, strokesOf} from './keymap.js';
import {modeOf, modeOfScreen} from './mode.js';
import {AppliedScreen} from './screens/applied-screen.js';
import {ApplyingScreen} from './screens/applying-screen.js';
import {ClusterScreen} from './screens/cluster-screen.js';
import {ConfirmScreen} from './screens/confirm-screen.js';
import {DoneScreen} from './screens/done-screen.js';
import {DrawScreen} from './screens/draw-screen.js';
import {DrawnScreen} from './screens/drawn-screen.js';
import {EndsScreen} from './screens/ends-screen.js';
import {FindingsScreen} from './screens/findings-screen.js';
import {HelpScreen} from './screens/help-screen.js';
import {LeaveScreen} from './screens/leave-screen.js';
import {OutputScreen} from './screens/output-screen.js';
import {PlanScreen} from './screens/plan-screen.js';
import {ProblemScreen} from './screens/problem-screen.js';
import {ProfilesScreen} from './screens/profiles-screen.js';
import {ReadingScreen} from './screens/reading-screen.js';
import {TopologyScreen} from './screens/topology-screen.js';
import type {WizardState} from './state.js';
import {type Capabilities, createTheme, type Theme} from './theme.js';
import {useWizard} from './use-wizard.js';

type AppProps = {
	readonly dependencies: WizardDependencies;
	readonly initial: WizardState;
	readonly capabilities: Capabilities;
	readonly onResult: (result: WizardResult) => void;
};

const smallest = {columns: 60, rows: 16};

/** The frame around every screen: where we are, the screen, its keys. */
export function App({dependencies, initial, capabilities, onResult}: AppProps) {
	const {exit} = useApp();
	const finish = useCallback(
		(result: WizardResult) => {
			onResult(result);
			exit();
		},
		[onResult, exit],
	);
	const {state, send, getState} = useWizard(dependencies, initial, finish);
	const theme = useMemo(() => createTheme(capabilities), [capabilities]);
	const {columns, rows} = useWindowSize();
	const mode = modeOf(state);
	useInput((input, key) => {
		for (const stroke of strokesOf(input, key)) {
			// Each key may change what the next one means.
			const act = actFor(modeOf(getState()), stroke.input, stroke.key);
			if (act !== undefined) {
				send(act);
			}
		}
	});
	usePaste(text => {
		send({type: 'edit', edit: {kind: 'insert', text}});
	});
	useEffect(() => {
		send({type: 'started'});
	}, [send]);

	if (columns < smallest.columns || rows < smallest.rows) {
		return <Text>{`aksess needs ${smallest.columns}x${smallest.rows} characters; or run it with --plain.`}</Text>;
	}

	// One row stays free: some terminals scroll when the last cell is written.
	const size = {width: columns - 4, height: rows - 1};
	return (
		<Box flexDirection="column" width={columns} height={theme.screenReader ? undefined : size.height} paddingX={2}>
			<Header state={state} theme={theme} width={size.width} />
			<Box flexDirection="column" flexGrow={1} paddingTop={theme.screenReader ? 0 : 1} overflow="hidden">
				<Content
					state={state}
					theme={theme}
					width={size.width}
					height={size.height - 5}
					send={send}
					dependencies={dependencies}
				/>
			</Box>
			<Footer mode={mode} theme={theme} width={size.width} />
		</Box>
	);
}

type ContentProps = {
	readonly state: WizardState;
	readonly theme: Theme;
	readonly width: number;
	readonly height: number;
	readonly send: (event: WizardEvent) => void;
	readonly dependencies: WizardDependencies;
};

function Content({state, theme, width, height, send, dependencies}: ContentProps) {
	if (state.overlay !== undefined) {
		return state.overlay === 'help' ? (
			<HelpScreen mode={modeOfScreen(state)} theme={theme} />
		) : (
			<LeaveScreen theme={theme} memory={state.memory} />
		);
	}

	const {screen, memory, waiting} = state;
	const props = {memory, waiting, theme, width, height, report: send};
	switch (screen.name) {
		case 'cluster': {
			return <ClusterScreen {...props} screen={screen} />;
		}

		case 'profiles': {
			return <ProfilesScreen {...props} screen={screen} />;
		}

		case 'ends': {
			return <EndsScreen {...props} screen={screen} />;
		}

		case 'draw': {
			return <DrawScreen {...props} screen={screen} />;
		}

		case 'drawn': {
			return <DrawnScreen {...props} screen={screen} />;
		}

		case 'reading': {
			return <ReadingScreen {...props} screen={screen} />;
		}

		case 'topology': {
			return <TopologyScreen {...props} screen={screen} />;
		}

		case 'findings': {
			return <FindingsScreen {...props} screen={screen} />;
		}

		case 'plan': {
			return <PlanScreen {...props} screen={screen} commandsFor={dependencies.commandsFor} />;
		}

		case 'output': {
			return <OutputScreen {...props} screen={screen} />;
		}

		case 'confirm': {
			return <ConfirmScreen {...props} screen={screen} />;
		}

		case 'applying': {
			return <ApplyingScreen {...props} screen={screen} />;
		}

		case 'applied': {
			return <AppliedScreen {...props} screen={screen} />;
		}

		case 'done': {
			return <DoneScreen {...props} screen={screen} />;
		}

		case 'problem': {
			return <ProblemScreen {...props} screen={screen} />;
		}
	}
}
