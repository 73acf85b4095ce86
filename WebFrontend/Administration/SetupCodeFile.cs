using System.Security.Cryptography;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>The file with the one-time set-up code, readable by its owner alone.</summary>
/// <param name="path">Where it lies.</param>
public sealed class SetupCodeFile(string path)
{
    private const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int Length = 24;

    /// <summary>Where it lies.</summary>
    public string FilePath => path;

    /// <summary>Writes a fresh code, unless there is one already.</summary>
    public void Create()
    {
        if (Read() is not null) return;
        File.Delete(path); // Empty, left by a crash.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.WriteLine(RandomNumberGenerator.GetString(Alphabet, Length));
    }

    /// <summary>The code; null when there is none.</summary>
    public string? Read()
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: Length } code ? code : null;
        }
        catch (FileNotFoundException)
        {
            return null; // Set-up is over.
        }
    }

    /// <summary>Removes it. Removing what is not there is done.</summary>
    public void Remove() => File.Delete(path);
}
