import {availableParallelism} from 'node:os';
import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		testTimeout: 30_000,
		// Every core: the default leaves one to a person at the keyboard, and of two that is half. Many tests wait for programs.
		maxWorkers: availableParallelism(),
		hookTimeout: 30_000,
		globalSetup: ['test/helpers/one-temporary-folder.ts'],
		// Fixed surroundings: a golden file must not depend on the terminal that runs the tests.
		env: {NO_COLOR: '1', FORCE_COLOR: '0', TZ: 'UTC'},
	},
});
