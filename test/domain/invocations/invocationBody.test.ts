import { expect } from 'chai';
import {
  imagesInBodies,
  loggedBodies,
  mediaGiven,
  searchUnitsInBodies,
  videoSecondsInBody,
  type LoggedBodies,
} from '../../../domain/invocations/invocationBody.js';

describe('units that are not tokens', () => {
  const bodies = (input: unknown, output: unknown): LoggedBodies => loggedBodies('InvokeModel', input, output);

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

  it('counts what an answer bills, in a body of any length', () => {
    const chunks = Array.from({ length: 200_000 }, () => ({ usage: { billed_units: { search_units: 3 } } }));
    expect(searchUnitsInBodies(bodies({}, chunks))).to.equal(3);
  });

  it('takes video and sound to embed for as long as a call may be', () => {
    const inputs = [
      { singleEmbeddingParams: { video: {} } },
      { segmentedEmbeddingParams: { audio: {} } },
      { inputType: 'video' },
    ];
    for (const input of inputs) expect(mediaGiven(input).seconds, JSON.stringify(input)).to.equal(30);
    expect(mediaGiven({ singleEmbeddingParams: { text: {} }, inputType: 'text' }).seconds).to.equal(0);
  });
});
