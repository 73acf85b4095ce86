namespace OrleansVideo.Media.Probing.Mp4;

/// <summary>Four-character codes of the boxes read here (ISO/IEC 14496-12), as big-endian numbers.</summary>
internal static class BoxType
{
    public const uint Ftyp = ('f' << 24) | ('t' << 16) | ('y' << 8) | 'p';
    public const uint Moov = ('m' << 24) | ('o' << 16) | ('o' << 8) | 'v';
    public const uint Moof = ('m' << 24) | ('o' << 16) | ('o' << 8) | 'f';
    public const uint Mdat = ('m' << 24) | ('d' << 16) | ('a' << 8) | 't';
    public const uint Sidx = ('s' << 24) | ('i' << 16) | ('d' << 8) | 'x';
    public const uint Mvhd = ('m' << 24) | ('v' << 16) | ('h' << 8) | 'd';
    public const uint Mvex = ('m' << 24) | ('v' << 16) | ('e' << 8) | 'x';
    public const uint Mehd = ('m' << 24) | ('e' << 16) | ('h' << 8) | 'd';
    public const uint Trex = ('t' << 24) | ('r' << 16) | ('e' << 8) | 'x';
    public const uint Trak = ('t' << 24) | ('r' << 16) | ('a' << 8) | 'k';
    public const uint Tkhd = ('t' << 24) | ('k' << 16) | ('h' << 8) | 'd';
    public const uint Mdia = ('m' << 24) | ('d' << 16) | ('i' << 8) | 'a';
    public const uint Mdhd = ('m' << 24) | ('d' << 16) | ('h' << 8) | 'd';
    public const uint Hdlr = ('h' << 24) | ('d' << 16) | ('l' << 8) | 'r';
    public const uint Minf = ('m' << 24) | ('i' << 16) | ('n' << 8) | 'f';
    public const uint Stbl = ('s' << 24) | ('t' << 16) | ('b' << 8) | 'l';
    public const uint Stsd = ('s' << 24) | ('t' << 16) | ('s' << 8) | 'd';
    public const uint Stsc = ('s' << 24) | ('t' << 16) | ('s' << 8) | 'c';
    public const uint Stsz = ('s' << 24) | ('t' << 16) | ('s' << 8) | 'z';
    public const uint Stz2 = ('s' << 24) | ('t' << 16) | ('z' << 8) | '2';
    public const uint Stco = ('s' << 24) | ('t' << 16) | ('c' << 8) | 'o';
    public const uint Co64 = ('c' << 24) | ('o' << 16) | ('6' << 8) | '4';
    public const uint Stts = ('s' << 24) | ('t' << 16) | ('t' << 8) | 's';
    public const uint Ctts = ('c' << 24) | ('t' << 16) | ('t' << 8) | 's';
    public const uint Sbgp = ('s' << 24) | ('b' << 16) | ('g' << 8) | 'p';
    public const uint Elst = ('e' << 24) | ('l' << 16) | ('s' << 8) | 't';
    public const uint Edts = ('e' << 24) | ('d' << 16) | ('t' << 8) | 's';
    public const uint Udta = ('u' << 24) | ('d' << 16) | ('t' << 8) | 'a';
    public const uint Dinf = ('d' << 24) | ('i' << 16) | ('n' << 8) | 'f';
    public const uint Tref = ('t' << 24) | ('r' << 16) | ('e' << 8) | 'f';
    public const uint Wave = ('w' << 24) | ('a' << 16) | ('v' << 8) | 'e';
    public const uint Sinf = ('s' << 24) | ('i' << 16) | ('n' << 8) | 'f';
    public const uint Schi = ('s' << 24) | ('c' << 16) | ('h' << 8) | 'i';
    public const uint Clip = ('c' << 24) | ('l' << 16) | ('i' << 8) | 'p';
    public const uint Tapt = ('t' << 24) | ('a' << 16) | ('p' << 8) | 't';
    public const uint Hoov = ('h' << 24) | ('o' << 16) | ('o' << 8) | 'v';
    public const uint Traf = ('t' << 24) | ('r' << 16) | ('a' << 8) | 'f';
    public const uint Tfhd = ('t' << 24) | ('f' << 16) | ('h' << 8) | 'd';
    public const uint Tfdt = ('t' << 24) | ('f' << 16) | ('d' << 8) | 't';
    public const uint Trun = ('t' << 24) | ('r' << 16) | ('u' << 8) | 'n';

    /// <summary>Whether all four bytes are printable, as every registered code's are.</summary>
    public static bool IsPlausible(uint type)
    {
        for (var shift = 0; shift < 32; shift += 8)
        {
            // QuickTime has codes that begin with the copyright sign.
            if (((type >> shift) & 0xFF) is not ((>= 0x20 and < 0x7F) or 0xA9))
                return false;
        }
        return true;
    }
}
