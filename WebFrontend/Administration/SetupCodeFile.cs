using System.Security.Cryptography;

namespace OrleansVideo.WebFrontend.Administration;

/// <summary>The file with the one-time set-up code, readable by its owner alone.</summary>
/// <param name="path">Where it lies.</param>
public sealed class SetupCodeFile(string path)
{
    private const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int Length = 24;

    private string Taken => path + ".taken";

    /// <summary>Where it lies.</summary>
    public string FilePath => path;

    /// <summary>Writes a fresh code, unless there is one already. It appears whole: several frontends may do this at once.</summary>
    public void Create()
    {
        if (Read() is not null) return;
        File.Delete(path); // Not one of ours: ours appear whole.
        var fresh = $"{path}.{Guid.NewGuid():N}";
        Write(fresh);
        try
        {
            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (Read() is not null)
        {
            File.Delete(fresh); // Another frontend's code came first, and holds.
        }
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

    /// <summary>Takes the code out of use while its owner's account is being made, so that it serves once, whichever frontend is asked.</summary>
    /// <returns>False when somebody else has it, or set-up is over.</returns>
    public bool TryTake()
    {
        try
        {
            File.Move(path, Taken, overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Puts a taken code back into use.</summary>
    public void PutBack() => File.Move(Taken, path, overwrite: true);

    private static void Write(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.WriteLine(RandomNumberGenerator.GetString(Alphabet, Length));
    }

    /// <summary>Removes it. Removing what is not there is done.</summary>
    public void Remove()
    {
        File.Delete(path);
        File.Delete(Taken);
    }
}
