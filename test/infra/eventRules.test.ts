import { expect } from 'chai';
import { compilePattern } from '../../local/events/eventPattern.js';
import { compileSchedule } from '../../local/events/schedule.js';
import { StackGraph } from './stackGraph.js';

const NOW = Date.parse('2026-12-31T23:59:59Z');

for (const stack of ['dev', 'prod']) {
  describe(`the rules of stack ${stack}`, () => {
    let graph: StackGraph;
    before(async () => {
      graph = await StackGraph.of(stack);
    });

    it('have a pattern or a schedule that the simulation knows', () => {
      const rules = graph.all('cloudwatch/eventRule:EventRule');
      const scheduled = rules.filter(({ inputs }) => inputs['scheduleExpression'] !== undefined);
      const matching = rules.filter(({ inputs }) => inputs['eventPattern'] !== undefined);
      expect(scheduled).to.not.be.empty;
      expect(matching).to.not.be.empty;
      expect(scheduled.length + matching.length).to.equal(rules.length);
      for (const rule of scheduled)
        expect(compileSchedule(graph.text(rule, 'scheduleExpression'))(NOW, NOW)).to.be.greaterThan(NOW);
      for (const rule of matching) {
        const pattern: unknown = JSON.parse(graph.text(rule, 'eventPattern'));
        expect(() => compilePattern(pattern), rule.urn).not.to.throw();
      }
    });
  });
}
