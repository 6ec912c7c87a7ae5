import {cleanup, render} from 'ink-testing-library';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {App} from '../../source/wizard/app.js';
import {Busy} from '../../source/wizard/components/busy.js';
import {Lines} from '../../source/wizard/components/lines.js';
import {ApplyingScreen} from '../../source/wizard/screens/applying-screen.js';
import {initialState} from '../../source/wizard/state.js';
import {line, span} from '../../source/wizard/text.js';
import {createTheme} from '../../source/wizard/theme.js';
import {fakeDependencies} from './fake-dependencies.js';
import {plan} from './fixtures.js';

const plainTheme = createTheme({colour: false, unicode: true, screenReader: false});

afterEach(cleanup);

describe('components', () => {
	test('show lines as they are, piece by piece', () => {
		const {lastFrame} = render(<Lines theme={plainTheme} lines={[line(span('✓ ', 'good'), 'done'), line('next')]} />);
		expect(lastFrame()).toBe('✓ done\nnext');
	});

	test('say what is going on, and spell it out for screen readers', () => {
		expect(render(<Busy label="Reading" theme={plainTheme} />).lastFrame()).toContain('Reading');
		const reader = createTheme({colour: false, unicode: true, screenReader: true});
		expect(render(<Busy label="Reading" theme={reader} />).lastFrame()).toContain('Reading');
	});

	test('show where every step stands while the plan is applied', () => {
		const [first, second] = plan.steps;
		const {memory} = initialState({formats: [], folder: '', canApply: true});
		const {lastFrame} = render(
			<ApplyingScreen
				screen={{
					name: 'applying',
					events: [
						{kind: 'note', text: 'Asking the API server.'},
						{kind: 'step-started', step: first?.id ?? '', command: 'PUT one'},
						{kind: 'step-ended', step: first?.id ?? '', result: 'done', detail: ''},
						{kind: 'step-started', step: second?.id ?? '', command: 'PUT two'},
					],
					asking: undefined,
					scroll: 0,
					stopping: false,
				}}
				memory={{...memory, plan}}
				waiting={{}}
				theme={plainTheme}
				width={90}
				height={30}
				report={vi.fn()}
			/>,
		);
		const frame = lastFrame() ?? '';
		expect(frame).toContain(`Applying, 1 of ${plan.steps.length} steps done`);
		expect(frame).toContain(`● ${first?.title}`);
		expect(frame).toContain('PUT two');
		expect(frame).not.toContain('PUT one');
		expect(frame).toContain('Asking the API server.');
	});
});

describe('the app', () => {
	test('goes from the clusters to the profiles by Enter, and back by Escape', async () => {
		const {lastFrame, stdin} = render(
			<App
				dependencies={fakeDependencies()}
				initial={initialState({formats: [], folder: '', canApply: false})}
				capabilities={{colour: false, unicode: true, screenReader: false}}
				onResult={vi.fn()}
			/>,
		);
		await vi.waitFor(() => expect(lastFrame()).toContain('aks-shop'));
		stdin.write('\r');
		await vi.waitFor(() => expect(lastFrame()).toContain('What must work on'));
		stdin.write('\u001B');
		await vi.waitFor(() => expect(lastFrame()).toContain('Which cluster?'));
	});
});
