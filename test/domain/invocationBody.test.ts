import { expect } from 'chai';
import { imagesInBodies, searchUnitsInBodies, videoSecondsInBody } from '../../domain/invocationBody.js';

describe('units that are not tokens', () => {
  const bodies = (input: unknown, output: unknown): Parameters<typeof imagesInBodies>[0] => ({
    operation: 'InvokeModel',
    input,
    output,
  });

  it('counts the images of the answer, else those asked for', () => {
    expect(imagesInBodies(bodies({ imageGenerationConfig: { numberOfImages: 5 } }, { images: ['a', 'b'] }))).to.equal(
      2,
    );
    expect(imagesInBodies(bodies({ imageGenerationConfig: { numberOfImages: 5 } }, undefined))).to.equal(5);
    expect(imagesInBodies(bodies({ imageGenerationConfig: { numberOfImages: -5 } }, {}))).to.equal(0);
  });

  it('counts seconds of video', () => {
    expect(videoSecondsInBody({ outputVideo: { DurationSeconds: 12 } })).to.equal(12);
    expect(videoSecondsInBody({ outputVideo: { DurationSeconds: '12' } })).to.equal(0);
  });

  it('counts a search unit for every hundred documents begun', () => {
    expect(
      [0, 1, 100, 101].map((length) => searchUnitsInBodies(bodies({ documents: Array(length).fill('x') }, undefined))),
    ).to.deep.equal([0, 1, 1, 2]);
  });
});
