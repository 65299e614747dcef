import { expect } from 'chai';
import { cutMarkup, escaped } from '../../../handlers/notifications/formats/slackMarkup.js';
import { asciiFitted, cut, cutInside, timeOf, fitted, line } from '../../../handlers/notifications/text.js';

describe('line', () => {
  it('is one printable line, whatever it was', () => {
    expect(line(' a\r\nb\u2028c\u202e d\u0000 ', 50)).to.equal('a b c d');
    expect(line('a\ud83d', 50)).to.equal('a');
  });
});

describe('cut', () => {
  it('counts as the channels do, and cuts no character in half', () => {
    expect(cut('abcde', 5)).to.equal('abcde');
    expect(cut('abcdef', 5)).to.equal('abcd…');
    expect(cut('abc😀f', 5)).to.equal('abc…');
    expect(cut('ab😀ef', 5)).to.equal('ab😀…');
  });
});

describe('cutInside', () => {
  it('keeps both ends, and cuts no character in half', () => {
    expect(cutInside('abcdef', 6)).to.equal('abcdef');
    expect(cutInside('abcdefg', 6)).to.equal('abc…fg');
    expect(cutInside('ab😀cd😀g', 6)).to.equal('ab…g');
  });
});

describe('fitted', () => {
  it('shortens the longest words inside, so that the verb stays', () => {
    const title = 'role/data-platform-production-eu-west-1-nightly-batch loses its access';
    expect(fitted(title, 100)).to.equal(title);
    expect(fitted(title, 40)).to.equal('role/data-p…ghtly-batch loses its access');
    expect(fitted(`${'a'.repeat(30)} to ${'b'.repeat(40)}`, 50)).to.equal(`${'a'.repeat(30)} to bbbbbbbb…bbbbbbb`);
    expect(fitted(`${'a'.repeat(30)} to ${'b'.repeat(40)}`, 30)).to.equal('aaaaaaa…aaaaaa to bbbbbb…bbbbb');
  });
});

describe('asciiFitted', () => {
  it('keeps letters without their accents and says where it could not', () => {
    expect(asciiFitted('Zoë…ß😀', 50)).to.equal('Zoe...??');
  });

  it('cuts the end of what has no long word', () => {
    expect(asciiFitted('ab cd ef', 6)).to.equal('ab ...');
  });
});

describe('cutMarkup', () => {
  it('leaves no half of an entity', () => {
    for (let most = 4; most < 12; most += 1) {
      expect(cutMarkup(escaped('ab<&>cd'), most)).to.match(/^ab(?:&lt;)?(?:&amp;)?(?:&gt;)?(?:cd)?…?$/);
    }
  });
});

describe('escaped', () => {
  it('leaves words alone and takes the meaning from everything else', () => {
    expect(escaped('budget_limit_usd of user/a-b')).to.equal('budget_limit_usd of user/a-b');
    expect(escaped('*a* _b_ ~c~ `d` <!here> & e')).to.equal('∗a∗ ˍbˍ ∼c∼ ˋdˋ &lt;!here&gt; &amp; e');
  });
});

describe('timeOf', () => {
  it('is UTC, with seconds where there are any', () => {
    expect(timeOf('2026-10-05T14:00:00+02:00')).to.equal('2026-10-05 12:00 UTC');
    expect(timeOf('2026-10-05T12:00:07.5Z')).to.equal('2026-10-05 12:00:07 UTC');
    expect(timeOf('tomorrow')).to.equal('tomorrow');
  });
});
